/** One server for all origins, on loopback: the Host header says which site, and what of it. */
import { createServer } from "node:net";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { CONTACT_PATH } from "@pivert/model";
import type { Platform } from "@pivert/operations/platform";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { accountsApp } from "./accounts-app.ts";
import { contactApp } from "./contact-app.ts";
import { editingApp } from "./editing-app.ts";
import { htmlPage, pageHeaders } from "./html-page.ts";
import { originOf } from "./origins.ts";
import { previewApp } from "./preview-app.ts";
import { publicSite } from "./public-site.ts";

export interface OpenServerOptions {
  platform: Platform;
  /** The folder of the Decap bundle. */
  bundle: string;
  host: string;
  port: number;
}

export interface OpenedServer {
  close(): Promise<void>;
}

/** Addresses of the origins of a host on loopback. */
export function addressOf(host: string, port: number): (name: string) => string {
  return (name) => `http://${name === "" ? "" : `${name}.`}${host}:${port}`;
}

/** A port to listen on, known before anything else is opened. @throws the system's error when it is taken */
export function choosePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : wanted));
    });
  });
}

export async function openServer({ platform, bundle, host, port }: OpenServerOptions): Promise<OpenedServer> {
  const address = addressOf(host, port);
  const secure = address("compte").startsWith("https:");
  const sites = new Set(platform.sites);
  const publicApps = new Map(
    platform.sites.map((site) => [
      site,
      new Hono()
        .route(CONTACT_PATH, contactApp({ site, platform }))
        .use(publicSite(join(platform.publishedSite(site).releases, "current"))),
    ]),
  );
  const editingApps = new Map(
    platform.sites.map((site) => [site, editingApp({ site, platform, bundle, originOf: address, secure })]),
  );
  const previewApps = new Map(
    platform.sites.map((site) => [site, previewApp({ site, platform, originOf: address, secure })]),
  );
  const accounts = accountsApp({
    accounts: platform.accounts,
    sites: platform.sites,
    originOf: address,
    onError: platform.onError,
  });
  const list = new Hono().get("*", (context) => listPage(context, platform.sites, address));

  const apps = { public: publicApps, edit: editingApps, preview: previewApps };
  const fetch: Fetch = (request, env) => {
    const origin = originOf(request.headers.get("host") ?? undefined, { host, sites });
    if (origin === undefined) return new Response("Ce nom n’est pas servi ici.", { status: 421 });
    if (origin.kind === "host") return list.fetch(request, env);
    if (origin.kind === "accounts") return accounts.fetch(request, env);
    const app = origin.kind === "console" ? undefined : apps[origin.kind].get(origin.site);
    return app ? app.fetch(request, env) : new Response("Rien ici pour l’instant.", { status: 404 });
  };
  const server = await listen(fetch, port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** `env` holds Node's own request: who asks, from where. */
type Fetch = (request: Request, env: object) => Response | Promise<Response>;

function listen(fetch: Fetch, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, () => resolve(server));
    server.once("error", reject);
  });
}

function listPage(context: Context, sites: readonly string[], address: (name: string) => string) {
  const items = sites.map(
    (site) =>
      html`<li><a href="${address(site)}/">${site}</a> · <a href="${address(`${site}.edit`)}/">modifier</a></li>`,
  );
  return context.html(htmlPage("Les sites de cette machine", html`<ul>${items}</ul>`), 200, pageHeaders());
}
