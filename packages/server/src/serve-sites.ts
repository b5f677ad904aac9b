/** Serves built sites on this machine, one per host name: `http://<site>.localhost:PORT/`. */
import { type ServerType, serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { publicSite } from "./public-site.ts";

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
  const handlers = new Map(sites.map((site) => [site.name, publicSite(site.folder)]));
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

function listPage(context: Context, sites: readonly ServedSite[]): Response {
  const { port } = new URL(context.req.url);
  const items = sites.map(({ name }) => `<li><a href="http://${name}.localhost:${port}/">${name}</a></li>`).join("");
  return context.html(
    `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pivert</title><style>body{font:1.2rem/1.6 system-ui;margin:3rem auto;max-width:34rem;padding:0 1rem;color-scheme:light dark}</style><h1>Les sites de cette machine</h1><ul>${items}</ul></html>`,
  );
}
