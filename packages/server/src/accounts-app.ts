/** The accounts origin: logging in and out, and the way from there to a site's editing origin. */
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Accounts, authorise, type SessionOrigin } from "@pivert/accounts";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { htmlPage, pageHeaders } from "./html-page.ts";
import { isFromOwnOrigin } from "./own-origin.ts";
import { tokensApp } from "./tokens-app.ts";

export interface AccountsAppOptions {
  accounts: Accounts;
  /** Names and titles of the sites. */
  sites: readonly string[];
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
  onError: (error: unknown) => void;
}

/** An address and a password. */
const MAX_FORM = 10_000;

export function accountsApp({ accounts, sites, originOf, onError }: AccountsAppOptions): Hono {
  const app = new Hono();
  const own = originOf("compte");
  app.use(async (context, next) => {
    await next();
    const site = siteAsked(context, sites);
    // Logging in leads on to the site's editing page or its previews, when somebody came from there.
    const headers = pageHeaders(site === undefined ? undefined : originOf(`${site}.${originAsked(context)}`));
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  });
  app.post(
    "*",
    bodyLimit({
      maxSize: MAX_FORM,
      onError: (context) => context.html(wordPage("Cette demande est trop longue."), 413),
    }),
  );

  app.get("/", async (context) => {
    const site = siteAsked(context, sites);
    const session = await accounts.sessionOf(context.req.raw.headers);
    if (!session) return context.html(loginPage(context, site));
    const challenge = challengeAsked(context);
    if (site !== undefined && challenge !== undefined && authorise(session.person, "read", site).allowed) {
      const origin = originAsked(context);
      const code = await accounts.issueEditCode(session, site, challenge, origin);
      return context.redirect(`${originOf(`${site}.${origin}`)}/session?code=${encodeURIComponent(code)}`, 303);
    }
    const allowed = sites.filter((name) => authorise(session.person, "read", name).allowed);
    return context.html(
      htmlPage(
        `Bonjour ${session.person.name}`,
        html`${allowed.length > 0 ? html`<p>Quel site voulez-vous modifier ?</p><ul>${allowed.map((name) => html`<li><a href="${originOf(`${name}.edit`)}/entrer">${name}</a></li>`)}</ul>` : html`<p>Aucun site ne vous est encore confié : demandez une invitation à votre association.</p>`}
<p><a href="/jetons">Mes jetons pour git</a></p>
<form method="post" action="/deconnexion"><button>Me déconnecter</button></form>`,
      ),
    );
  });

  app.route("/jetons", tokensApp({ accounts, sites, originOf }));

  app.post("/connexion", async (context) => {
    const site = siteAsked(context, sites);
    if (!isFromOwnOrigin(context, own))
      return context.html(loginPage(context, site, "Cette demande vient d’ailleurs : recommencez ici."), 403);
    const { email, password } = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    if (typeof email !== "string" || typeof password !== "string")
      return context.html(loginPage(context, site, "Écrivez votre adresse et votre mot de passe."), 400);
    const outcome = await accounts.logIn(email, password, {
      headers: context.req.raw.headers,
      address: getConnInfo(context).remote.address ?? "",
    });
    if (!outcome.ok) {
      if (outcome.waitSeconds !== undefined) context.header("Retry-After", String(outcome.waitSeconds));
      return context.html(loginPage(context, site, outcome.message, email), outcome.status);
    }
    for (const cookie of outcome.cookies) context.header("Set-Cookie", cookie, { append: true });
    return context.redirect(`/${askedFor(context, site)}`, 303);
  });

  app.post("/deconnexion", async (context) => {
    if (!isFromOwnOrigin(context, own))
      return context.html(wordPage("Cette demande vient d’ailleurs : déconnectez-vous depuis cette page."), 403);
    for (const cookie of await accounts.logOut(context.req.raw.headers))
      context.header("Set-Cookie", cookie, { append: true });
    return context.redirect("/", 303);
  });

  app.notFound((context) => context.html(wordPage("Cette page n’existe pas."), 404));
  app.onError((error, context) => {
    onError(error);
    return context.html(wordPage("Le serveur n’a pas pu répondre : réessayez dans un instant."), 500);
  });
  return app;
}

function siteAsked(context: Context, sites: readonly string[]): string | undefined {
  return sites.find((name) => name === context.req.query("site"));
}

/** What a site's editing origin gave to be kept: the digest of a secret, see `beginEntry`. */
function challengeAsked(context: Context): string | undefined {
  const challenge = context.req.query("challenge") ?? "";
  return /^[\w-]{43}$/.test(challenge) ? challenge : undefined;
}

/** Which of the site's origins somebody came from. */
function originAsked(context: Context): SessionOrigin {
  return context.req.query("origine") === "apercu" ? "apercu" : "edit";
}

/** The site and the challenge that somebody came with, to be kept through the log-in. */
function askedFor(context: Context, site: string | undefined): string {
  const challenge = challengeAsked(context);
  const kept = new URLSearchParams();
  if (site !== undefined) kept.set("site", site);
  if (challenge !== undefined) kept.set("challenge", challenge);
  if (originAsked(context) !== "edit") kept.set("origine", originAsked(context));
  return kept.size > 0 ? `?${kept}` : "";
}

function wordPage(word: string) {
  return htmlPage("Compte", html`<p>${word}</p><p><a href="/">Revenir à l’accueil</a></p>`);
}

function loginPage(context: Context, site: string | undefined, error?: string, email = "") {
  const action = `/connexion${askedFor(context, site)}`;
  return htmlPage(
    "Connexion",
    html`${site === undefined ? "" : html`<p>Pour modifier le site <strong>${site}</strong>.</p>`}
${error === undefined ? "" : html`<p class="error" role="alert">${error}</p>`}
<form method="post" action="${action}">
<label for="email">Adresse électronique</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${email}">
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Entrer</button>
</form>`,
  );
}
