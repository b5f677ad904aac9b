/** The origin that shows the drafts of one site, to those who write it: their own pages, in a sandbox, never kept. */
import { authorise } from "@pivert/accounts";
import { ContentError } from "@pivert/model";
import { type DraftPreview, previewDraft } from "@pivert/operations/editing";
import type { Platform } from "@pivert/operations/platform";
import { type EntryName, listDrafts } from "@pivert/repository";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import { htmlPage } from "./html-page.ts";
import { previewBar } from "./preview-bar.ts";
import { siteSessions } from "./site-sessions.ts";

export interface PreviewAppOptions {
  site: string;
  platform: Platform;
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
  /** Whether cookies travel over https only. */
  secure: boolean;
}

const DRAFT = "/brouillon/";

/** Where the preview of a draft begins. */
export function previewPath({ collection, slug }: EntryName): string {
  return `${DRAFT}${encodeURIComponent(collection)}/${slug.split("/").map(encodeURIComponent).join("/")}`;
}

export function previewApp({ site, platform, originOf, secure }: PreviewAppOptions): Hono {
  const app = new Hono();
  const [publicOrigin, editOrigin] = [originOf(site), originOf(`${site}.edit`)];
  const sessions = siteSessions({ site, origin: "apercu", platform, originOf, secure, sameSite: "Lax" });
  const chosen = secure ? "__Host-brouillon" : "brouillon";

  app.use(async (context, next) => {
    if (!["GET", "HEAD"].includes(context.req.method)) return context.text("405", 405, { Allow: "GET, HEAD" });
    await next();
    const type = context.res.headers.get("Content-Type") ?? "";
    context.header("Content-Security-Policy", /html|xml/.test(type) ? documentPolicy(editOrigin) : FILE_POLICY);
    context.header("X-Robots-Tag", "noindex, nofollow, noarchive");
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  });
  app.get("/robots.txt", (context) => context.text("User-agent: *\nDisallow: /\n"));
  app.get("/entrer", (context) => sessions.enter(context));
  app.get("/session", (context) => sessions.open(context));

  app.use(async (context, next) => {
    const session = await sessions.current(context);
    const decision = authorise(session?.person, "read", site);
    if (decision.allowed) return next();
    if (session) return context.html(words("Cet aperçu n’est pas pour vous", decision.message), 403);
    // What a page asks for, such as an image, cannot log in.
    if (context.req.header("Sec-Fetch-Mode") !== "navigate" && context.req.header("Sec-Fetch-Mode") !== undefined)
      return context.text("401", 401);
    const { pathname, search } = new URL(context.req.url);
    return sessions.enter(context, pathname + search);
  });

  app.get(DRAFT, async (context) => context.html(await listPage()));
  app.get(`${DRAFT}*`, async (context) => {
    const name = nameIn(new URL(context.req.url).pathname.slice(DRAFT.length));
    const preview = name && (await lookAt(name));
    if (!preview) return context.html(gone(), 404);
    const { entry } = preview.draft;
    const value = `${entry.collection}/${entry.slug}`;
    // Lax: links of the editing page lead here.
    setCookie(context, chosen, value, { httpOnly: true, secure, sameSite: "Lax", path: "/" });
    return context.redirect(encodeURI(preview.entryPath), 303);
  });

  app.get("*", async (context) => {
    const cookie = getCookie(context, chosen);
    const name = cookie === undefined ? undefined : nameIn(encodeURI(cookie));
    if (!name) return context.html(await listPage());
    const path = decodePath(context);
    if (path === undefined) return context.text("400", 400);
    const preview = await lookAt(name, path);
    if (!preview) {
      deleteCookie(context, chosen, { path: "/", secure });
      return context.html(gone(), 404);
    }
    const errors = preview.problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && path === preview.entryPath)
      return context.html(cannotBeShown(errors.map(({ editor }) => editor)), 422);
    const { content } = preview;
    if (!content) return context.text("404", 404);
    if (content.kind === "file") return context.body(Buffer.from(content.bytes), 200, { "Content-Type": content.type });
    const bar = await previewBar(preview, editOrigin);
    const end = content.html.lastIndexOf("</body>");
    return context.html(content.html.slice(0, end) + bar + content.html.slice(end), content.status);
  });

  app.onError((error, context) => {
    if (error instanceof ContentError)
      return context.html(cannotBeShown(error.problems.map(({ editor }) => editor)), 422);
    platform.onError(error);
    return context.html(words("L’aperçu n’a pas pu être fait", "Réessayez dans un instant : rien n’est perdu."), 503);
  });
  return app;

  function lookAt(name: EntryName, path?: string): Promise<DraftPreview | undefined> {
    return previewDraft(platform.editingSite(site), platform.previewer, name, path);
  }

  async function listPage() {
    const drafts = await listDrafts(platform.editingSite(site).repository);
    const items = drafts.map(
      ({ entry, author }) =>
        html`<li><a href="${previewPath(entry)}">${entry.collection}/${entry.slug}</a>, enregistré par ${author.name}</li>`,
    );
    return htmlPage(
      "Aperçu des brouillons",
      html`${items.length > 0 ? html`<p>Quel brouillon voulez-vous voir ?</p><ul>${items}</ul>` : html`<p>Il n’y a pas de brouillon en ce moment.</p>`}<p><a href="${editOrigin}/">Revenir à la rédaction</a></p>`,
    );
  }

  function gone() {
    return htmlPage(
      "Ce brouillon n’existe plus",
      html`<p>Quelqu’un l’a publié ou retiré. <a href="${publicOrigin}/">Voir le site</a>, ou <a href="${editOrigin}/">revenir à la rédaction</a>.</p>`,
    );
  }

  function cannotBeShown(reasons: readonly string[]) {
    return htmlPage(
      "Ce brouillon ne peut pas encore être affiché",
      html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul><p>Publié ainsi, il ne serait pas en ligne. <a href="${editOrigin}/">Revenir à la rédaction</a></p>`,
    );
  }
}

/** What a draft's page may do: be looked at. Scripts, forms and frames are of no use to a look. */
function documentPolicy(editOrigin: string): string {
  return [
    "default-src 'none'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${editOrigin}`,
    // With its own origin, without which a browser would not give it its images.
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads",
  ].join("; ");
}

/** Browsers show PDF in a page of their own. */
const FILE_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

function words(title: string, text: string) {
  return htmlPage(title, html`<p>${text}</p>`);
}

/** `posts/2026-05-02-balade`, as it stands in an address. */
function nameIn(text: string): EntryName | undefined {
  const [, collection, slug] = /^([a-z0-9][a-z0-9_-]{0,60})\/([^?#]{1,500})$/.exec(text) ?? [];
  if (collection === undefined || slug === undefined) return undefined;
  try {
    return { collection, slug: decodeURIComponent(slug) };
  } catch {
    // A malformed encoding names no draft.
    return undefined;
  }
}

function decodePath(context: Context): string | undefined {
  try {
    return decodeURIComponent(new URL(context.req.url).pathname);
  } catch {
    return undefined;
  }
}
