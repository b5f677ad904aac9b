/**
 * Decap CMS as its authors publish it, on loopback: its bundle, its proxy backend, and a server that answers from
 * memory at once. It has the same entries as the site that it is compared with, and nothing else to do.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { TOOLS } from "../paths.ts";

/** Holds decap-cms-core 3.19.1, on which our own bundle is built. */
const VERSION = "3.16.3";
const FOLDER = join(TOOLS, "decap");
const BUNDLE = join(FOLDER, "package", "dist", "decap-cms.js");

/** @returns why it is not here, if it is not */
export function fetchStockDecap(): string | undefined {
  if (existsSync(BUNDLE)) return undefined;
  mkdirSync(FOLDER, { recursive: true });
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: FOLDER, stdio: "ignore", timeout: 180_000 }).status === 0;
  const fetched = run("npm", "pack", `decap-cms@${VERSION}`) && run("tar", "-xzf", `decap-cms-${VERSION}.tgz`);
  return fetched && existsSync(BUNDLE) ? undefined : `npm has not given decap-cms ${VERSION}`;
}

export interface StockDecap {
  /** Where its list of posts is. */
  list: string;
  stop(): Promise<void>;
}

/** @param content the folder of a site, with its `posts/` */
export async function startStockDecap(content: string): Promise<StockDecap> {
  const bundle = readFileSync(BUNDLE);
  const posts = globSync("posts/*.md", { cwd: content })
    .sort()
    .map((path) => ({ data: readFileSync(join(content, path), "utf8"), file: { path, id: path } }));
  const server = createServer(async (request, response) => {
    if (request.url === "/decap-cms.js")
      return void response.writeHead(200, { "Content-Type": "text/javascript" }).end(bundle);
    if (request.url === "/config.yml") return void response.writeHead(200, { "Content-Type": "text/yaml" }).end(CONFIG);
    if (request.url !== "/api") return void response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE);
    const { action } = JSON.parse(await textOf(request)) as { action: string };
    const answer = action === "entriesByFolder" ? posts : [];
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    list: `http://localhost:${(server.address() as AddressInfo).port}/#/collections/posts`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>Decap</title><body><script src="decap-cms.js"></script>';
const CONFIG = `backend: { name: proxy, proxy_url: /api, branch: main }
publish_mode: editorial_workflow
media_folder: media
collections:
  - name: posts
    label: Posts
    folder: posts
    create: true
    fields:
      - { name: title, label: Title, widget: string }
      - { name: date, label: Date, widget: datetime }
      - { name: body, label: Body, widget: markdown }
`;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
