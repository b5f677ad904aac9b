/** A published site as a web server gives it: compressed files, its redirects, and its own page for what is missing. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Redirect } from "@pivert/model";
import type { Context, MiddlewareHandler } from "hono";

/**
 * @param folder holds `site/` and `build.json`; it may be missing, and it may be a link that moves to another release
 */
export function publicSite(folder: string): MiddlewareHandler {
  let files: { root: string; serve: MiddlewareHandler } | undefined;
  const serverOf = (root: string): MiddlewareHandler => {
    if (files?.root !== root)
      files = {
        root,
        serve: serveStatic({ root, precompressed: true, onFound: (path, context) => context.set(FILE, path) }),
      };
    return files.serve;
  };
  const redirects = redirectsOf(join(folder, "build.json"));
  return async (context, next) => {
    setSecurityHeaders(context);
    // One release for the whole answer: the link may move between the look at a file and its reading.
    const root = realFolder(join(folder, "site"));
    if (!["GET", "HEAD"].includes(context.req.method)) return context.text("405", 405, { Allow: "GET, HEAD" });
    const { pathname, search } = new URL(context.req.url);
    const path = decodePath(pathname);
    if (path === undefined) return context.text("400", 400);
    // An empty name would make a redirect lead to another host; « .. » would tell of files beside the site.
    if (/\/\/|(^|\/)\.\.(\/|$)|[\0\\]/.test(path)) return notFound(context, root);
    if (!existsSync(root)) return notFound(context, root);
    const target = redirects(pathname + search) ?? redirects(path + search);
    if (target !== undefined) return context.redirect(encodeURI(decodePath(target) ?? target), 301);
    if (!path.endsWith("/") && existsSync(join(root, path, "index.html")))
      return context.redirect(`${pathname}/${search}`, 301);
    const found = await serverOf(root)(context, next);
    if (!(found instanceof Response)) return notFound(context, root);
    setFileHeaders(context.get(FILE) ?? "", found.headers);
    return found;
  };
}

/** Where a path leads now; the path itself when there is nothing yet, as before a site's first build. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Under which a request's context keeps the file found for it. */
const FILE = "file";

function setSecurityHeaders(context: Context): void {
  context.header("X-Content-Type-Options", "nosniff");
  context.header("Referrer-Policy", "strict-origin-when-cross-origin");
  context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  context.header("Content-Security-Policy", POLICY);
}

/** What holds whatever a theme does. */
const POLICY = "base-uri 'self'; frame-ancestors 'self'";
/** For files of the media library that a browser would run as a page of the site. */
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

function setFileHeaders(path: string, headers: Headers): void {
  // Names of variants and of the theme's files hold the hash of their content.
  const hashed = /\/(?:_theme|media\/_)\/[^/]+$/.test(path);
  headers.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (/\/media\/.*\.(?:svgz?|x?html?|xml|xsl)(?:\.(?:br|gz|zst))?$/i.test(path))
    headers.set("Content-Security-Policy", FILE_POLICY);
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
