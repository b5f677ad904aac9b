/** `/jetons` of the accounts origin: a person's tokens for git, made, listed and revoked. A token is shown once. */
import { AccountError, type Accounts, authorise, type Session } from "@pivert/accounts";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { htmlPage } from "./html-page.ts";
import { isFromOwnOrigin } from "./own-origin.ts";
import { type TokensPage, tokensPage } from "./tokens-page.ts";

export interface TokensAppOptions {
  accounts: Accounts;
  sites: readonly string[];
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
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

  const page = async ({ person }: Session, news: Pick<TokensPage, "made" | "error"> = {}) =>
    tokensPage({
      tokens: await accounts.tokensOf(person),
      sites: sites.filter((site) => authorise(person, "create-token", site).allowed),
      ...news,
    });

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
      return context.html(page(session, { made: { token, cloneAddress: cloneAddress(site) } }));
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
