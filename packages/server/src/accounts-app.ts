/** The accounts origin: logging in and out, and the way from there to a site's editing origin. */
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Accounts, authorise } from "@pivert/accounts";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { htmlPage, PAGE_HEADERS } from "./html-page.ts";

export interface AccountsAppOptions {
  accounts: Accounts;
  /** Names and titles of the sites. */
  sites: readonly string[];
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
}

export function accountsApp({ accounts, sites, originOf }: AccountsAppOptions): Hono {
  const app = new Hono();
  const own = originOf("compte");
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(PAGE_HEADERS)) context.header(name, value);
  });

  app.get("/", async (context) => {
    const site = siteAsked(context, sites);
    const session = await accounts.sessionOf(context.req.raw.headers);
    if (!session) return context.html(loginPage(context, site));
    const challenge = context.req.query("challenge");
    if (site !== undefined && challenge !== undefined && authorise(session.person, "read", site).allowed) {
      const code = await accounts.issueEditCode(session, site, challenge);
      return context.redirect(`${originOf(`${site}.edit`)}/session?code=${encodeURIComponent(code)}`, 303);
    }
    const allowed = sites.filter((name) => authorise(session.person, "read", name).allowed);
    return context.html(
      htmlPage(
        `Bonjour ${session.person.name}`,
        html`${allowed.length > 0 ? html`<p>Quel site voulez-vous modifier ?</p><ul>${allowed.map((name) => html`<li><a href="${originOf(`${name}.edit`)}/entrer">${name}</a></li>`)}</ul>` : html`<p>Aucun site ne vous est encore confié : demandez une invitation à votre association.</p>`}
<form method="post" action="/deconnexion"><button>Me déconnecter</button></form>`,
      ),
    );
  });

  app.post("/connexion", async (context) => {
    if (isForeign(context, own))
      return context.html(loginPage(context, undefined, "Cette demande vient d’ailleurs : recommencez ici."), 403);
    const form = await context.req.parseBody();
    const site = siteAsked(context, sites);
    const [email, password] = [String(form.email ?? ""), String(form.password ?? "")];
    const outcome = await accounts.logIn(email, password, {
      headers: context.req.raw.headers,
      address: getConnInfo(context).remote.address ?? "",
    });
    if (!outcome.ok) return context.html(loginPage(context, site, outcome.message, email), outcome.status);
    for (const cookie of outcome.cookies) context.header("Set-Cookie", cookie, { append: true });
    return context.redirect(`/${askedFor(context)}`, 303);
  });

  app.post("/deconnexion", async (context) => {
    if (isForeign(context, own)) return context.redirect("/", 303);
    for (const cookie of await accounts.logOut(context.req.raw.headers))
      context.header("Set-Cookie", cookie, { append: true });
    return context.redirect("/", 303);
  });
  return app;
}

function siteAsked(context: Context, sites: readonly string[]): string | undefined {
  return sites.find((name) => name === context.req.query("site"));
}

/** The site and the challenge that somebody came with, to be kept through the log-in. */
function askedFor(context: Context): string {
  const { site, challenge } = context.req.query();
  const kept = new URLSearchParams();
  if (site !== undefined) kept.set("site", site);
  if (challenge !== undefined) kept.set("challenge", challenge);
  return kept.size > 0 ? `?${kept}` : "";
}

function isForeign(context: Context, own: string): boolean {
  const origin = context.req.header("Origin");
  return origin !== undefined && origin !== "null" && origin !== own;
}

function loginPage(context: Context, site: string | undefined, error?: string, email = "") {
  const action = `/connexion${askedFor(context)}`;
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
