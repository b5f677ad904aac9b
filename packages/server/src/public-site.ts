/** A published site as a web server gives it: compressed files, its redirects, and its own page for what is missing. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Redirect } from "@pivert/model";
import type { Context, MiddlewareHandler } from "hono";

/**
 * @param folder holds `site/` and `build.json`; it may be missing, and it may be a link that moves to another release
 */
export function publicSite(folder: string): MiddlewareHandler {
  const root = join(folder, "site");
  // Hono complains of a root that is not there yet: a site may be asked for before its first build.
  let files: MiddlewareHandler | undefined;
  const openFiles = () => serveStatic({ root, precompressed: true, onFound: setCacheHeaders });
  const redirects = redirectsOf(join(folder, "build.json"));
  return async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    const path = decodePath(pathname);
    if (path === undefined) return context.text("400", 400);
    if (!existsSync(root)) return notFound(context, root);
    const target = redirects(pathname + search) ?? redirects(path + search);
    if (target !== undefined) return context.redirect(encodeURI(decodePath(target) ?? target), 301);
    if (!path.endsWith("/") && existsSync(join(root, path, "index.html")))
      return context.redirect(`${pathname}/${search}`, 301);
    files ??= openFiles();
    const found = await files(context, next);
    return found instanceof Response && found.status === 200 ? found : notFound(context, root);
  };
}

/** Names of variants and of the theme's files hold the hash of their content. */
function setCacheHeaders(path: string, context: Context): void {
  const hashed = /\/(?:_theme|media\/_)\/[^/]+$/.test(path);
  context.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  context.header("X-Content-Type-Options", "nosniff");
}

function notFound(context: Context, root: string): Response {
  const page = join(root, "404.html");
  if (existsSync(page)) return context.html(readFileSync(page, "utf8"), 404);
  if (existsSync(root)) return context.text("404", 404);
  return context.text("Ce site est en cours de construction : rechargez la page dans un instant.", 503);
}

/** The redirects of the last build, read again when there is a newer one. */
function redirectsOf(report: string): (path: string) => string | undefined {
  let read = "";
  let targets = new Map<string, string>();
  return (path) => {
    const stat = statSync(report, { throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino} ${stat.mtimeMs}` : "";
    if (stamp !== read) {
      read = stamp;
      const { redirects } = stat
        ? (JSON.parse(readFileSync(report, "utf8")) as { redirects: Redirect[] })
        : { redirects: [] };
      targets = new Map(redirects.map(({ from, to }) => [from, to]));
    }
    return targets.get(path);
  };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed encoding names no file.
    return undefined;
  }
}
