/** Serves built sites on this machine, one per host name: `http://<site>.localhost:PORT/`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Redirect } from "@pivert/model";
import { type Context, Hono, type MiddlewareHandler } from "hono";

export interface ServedSite {
  /** First label of its host name. */
  name: string;
  /** Holds `site/` and `build.json`, now or later. */
  folder: string;
}

export interface ServeSitesOptions {
  sites: readonly ServedSite[];
  /** 0 lets the system choose. */
  port: number;
}

export interface SiteServer {
  port: number;
  /** Address of a site. */
  urlOf: (site: string) => string;
  close(): Promise<void>;
}

/** Listens on loopback only. @throws the system's error when the port cannot be had */
export async function serveSites({ sites, port }: ServeSitesOptions): Promise<SiteServer> {
  const handlers = new Map(sites.map((site) => [site.name, siteHandler(site)]));
  const app = new Hono();
  app.use(async (context, next) => {
    const label = new URL(context.req.url).hostname.split(".")[0] ?? "";
    const handler = handlers.get(label);
    return handler ? handler(context, next) : listPage(context, sites);
  });
  const server = await listen(app, port);
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  return {
    port: actual,
    urlOf: (site) => `http://${site}.localhost:${actual}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function listen(app: Hono, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve(server));
    server.once("error", reject);
  });
}

/** A site's files as a web server gives them: compressed, with its redirects and its own page for what is missing. */
function siteHandler({ folder }: ServedSite): MiddlewareHandler {
  const root = join(folder, "site");
  // Hono complains of a root that is not there yet: a site may be asked for before its first build.
  let files: MiddlewareHandler | undefined;
  const openFiles = () =>
    serveStatic({ root, precompressed: true, onFound: (_, context) => context.header("Cache-Control", "no-cache") });
  const redirects = redirectsOf(join(folder, "build.json"));
  return async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    const path = decodePath(pathname);
    if (path === undefined) return context.text("400", 400);
    const target = redirects(pathname + search) ?? redirects(path + search);
    if (target !== undefined) return context.redirect(encodeURI(decodePath(target) ?? target), 301);
    if (!path.endsWith("/") && existsSync(join(root, path, "index.html")))
      return context.redirect(`${pathname}/${search}`, 301);
    if (!existsSync(root)) return notFound(context, root);
    files ??= openFiles();
    const found = await files(context, next);
    if (found instanceof Response && found.status === 200) return found;
    return notFound(context, root);
  };
}

function notFound(context: Context, root: string): Response {
  const page = join(root, "404.html");
  if (existsSync(page)) return context.html(readFileSync(page, "utf8"), 404);
  return context.text(
    existsSync(root) ? "404" : "Ce site est en cours de construction : rechargez la page dans un instant.",
    existsSync(root) ? 404 : 503,
  );
}

/** The redirects of the last build, read again when there is a newer one. */
function redirectsOf(report: string): (path: string) => string | undefined {
  let read = 0;
  let targets = new Map<string, string>();
  return (path) => {
    const { mtimeMs = 0 } = statSync(report, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== read) {
      read = mtimeMs;
      const { redirects } = JSON.parse(readFileSync(report, "utf8")) as { redirects: Redirect[] };
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

function listPage(context: Context, sites: readonly ServedSite[]): Response {
  const { port } = new URL(context.req.url);
  const items = sites.map(({ name }) => `<li><a href="http://${name}.localhost:${port}/">${name}</a></li>`).join("");
  return context.html(
    `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pivert</title><style>body{font:1.2rem/1.6 system-ui;margin:3rem auto;max-width:34rem;padding:0 1rem;color-scheme:light dark}</style><h1>Les sites de cette machine</h1><ul>${items}</ul></html>`,
  );
}
