/** `/jetons` of the accounts origin: a person's tokens for git, made, listed and revoked. A token is shown once. */
import { AccountError, type Accounts, authorise, type Session } from "@pivert/accounts";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { htmlPage } from "./html-page.ts";
import { isFromOwnOrigin } from "./own-origin.ts";

export interface TokensAppOptions {
  accounts: Accounts;
  sites: readonly string[];
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
}

/** What the page has to say before its list. */
interface News {
  made?: { site: string; token: string };
  error?: string;
}

export function tokensApp({ accounts, sites, originOf }: TokensAppOptions): Hono {
  const app = new Hono();
  const cloneAddress = (site: string) => `${originOf(`${site}.edit`)}/${site}.git`;
  const signedIn = (context: Context) => accounts.sessionOf(context.req.raw.headers);
  const refuse = (context: Context) =>
    context.html(
      htmlPage("Jetons pour git", html`<p>Cette demande vient d’ailleurs : <a href="/jetons">recommencez ici</a>.</p>`),
      403,
    );

  const page = async ({ person }: Session, { made, error }: News = {}) => {
    const allowed = sites.filter((site) => authorise(person, "create-token", site).allowed);
    const tokens = await accounts.tokensOf(person);
    return htmlPage(
      "Jetons pour git",
      html`<p>Un jeton est un mot de passe pour git, d’une personne et d’un site. Il permet de copier le site sur un ordinateur et d’y envoyer des changements, qui sont publiés aussitôt.</p>
${error === undefined ? "" : html`<p class="error" role="alert">${error}</p>`}
${
  made === undefined
    ? ""
    : html`<section role="status"><h2>Votre nouveau jeton</h2>
<p>Copiez-le maintenant : il ne sera plus montré.</p><p><code>${made.token}</code></p>
<p>Puis, dans un terminal (le nom d’utilisateur est libre, le jeton est le mot de passe) :</p>
<p><code>git clone ${cloneAddress(made.site)}</code></p></section>`
}
${
  tokens.length === 0
    ? html`<p>Vous n’avez pas de jeton.</p>`
    : html`<ul>${tokens.map(
        ({
          id,
          site,
          name,
          createdAt,
          usedOn,
        }) => html`<li>${name}, pour <strong>${site}</strong> : créé le ${day(createdAt)}, ${usedOn === undefined ? "jamais utilisé" : `utilisé le ${day(new Date(usedOn))}`}
<form method="post" action="/jetons/revoquer"><input type="hidden" name="id" value="${id}"><button aria-label="Révoquer ${name}, pour ${site}">Révoquer</button></form></li>`,
      )}</ul>`
}
${
  allowed.length === 0
    ? html`<p>Pour faire un jeton, il faut pouvoir publier sur un site.</p>`
    : html`<h2>Faire un jeton</h2><form method="post" action="/jetons">
<label for="site">Site</label><select id="site" name="site">${allowed.map((site) => html`<option>${site}</option>`)}</select>
<label for="name">Nom, pour le reconnaître</label><input id="name" name="name" required maxlength="80" placeholder="Ordinateur du local">
<button>Faire un jeton</button></form>`
}
<p><a href="/">Revenir à l’accueil</a></p>`,
    );
  };

  app.get("/", async (context) => {
    const session = await signedIn(context);
    return session ? context.html(page(session)) : context.redirect("/", 303);
  });
  app.post("/", async (context) => {
    if (!isFromOwnOrigin(context, originOf("compte"))) return refuse(context);
    const session = await signedIn(context);
    if (!session) return context.redirect("/", 303);
    const { site, name } = await readForm(context);
    if (site === undefined || name === undefined || !sites.includes(site))
      return context.html(page(session, { error: "Choisissez un site et un nom." }), 400);
    try {
      const { token } = await accounts.createToken(session.person, site, name.trim());
      return context.html(page(session, { made: { site, token } }));
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      return context.html(page(session, { error: error.message }), error.code === "forbidden" ? 403 : 400);
    }
  });
  app.post("/revoquer", async (context) => {
    if (!isFromOwnOrigin(context, originOf("compte"))) return refuse(context);
    const session = await signedIn(context);
    if (session) await accounts.revokeToken(session.person, (await readForm(context)).id ?? "");
    return context.redirect("/jetons", 303);
  });
  return app;
}

async function readForm(context: Context): Promise<Record<string, string | undefined>> {
  const fields = await context.req.parseBody().catch(() => ({}));
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === "string")) as Record<
    string,
    string
  >;
}

function day(date: Date): string {
  return date.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
}
