/** The protocol, kept in memory, on loopback: for tests of the editing page only. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { CmsConfig } from "../cms-config.ts";
import { contentSecurityPolicy } from "../content-security-policy.ts";
import {
  type ActionName,
  type Answer,
  type Conflict,
  type EntryAnswer,
  type MediaAnswer,
  type Params,
  parseRequest,
  type Request,
  type WorkflowStatus,
} from "../protocol.ts";

export interface MemoryServerOptions {
  /** The bundle's folder. */
  bundle: string;
  config: CmsConfig;
  /** Paths and texts of the published branch. */
  files: Record<string, string>;
  media?: Record<string, Buffer>;
}

interface Draft {
  collection: string;
  slug: string;
  status: WorkflowStatus;
  files: Map<string, { text: string; isNew: boolean; movedFrom?: string }>;
  updatedAt: string;
}

export interface MemoryServer {
  url: string;
  published: Map<string, string>;
  drafts: Map<string, Draft>;
  media: Map<string, Buffer>;
  /** Whether there is a session: turned off, every answer is 401. */
  session: { open: boolean };
  /** Every request's action, or its path. */
  log: string[];
  /** From now on, what is answered to this action waits until it is released; `arrived` once one waits. */
  hold: (action: ActionName) => { arrived: Promise<void>; release: () => void };
  close: () => Promise<void>;
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

export async function startMemoryServer({ bundle, config, files, media }: MemoryServerOptions): Promise<MemoryServer> {
  const state = {
    published: new Map(Object.entries(files)),
    drafts: new Map<string, Draft>(),
    media: new Map(Object.entries(media ?? {})),
    session: { open: true },
    log: [] as string[],
  };
  const staged = new Map<string, { path: string; bytes: Buffer }>();
  const held = new Map<ActionName, { arrive: () => void; released: Promise<void> }>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith("/api/")) return answerApi(pathname, request, response);
    if (pathname.startsWith("/media/")) {
      const bytes = state.media.get(decodeURIComponent(pathname.slice(1)));
      return bytes ? sendBytes(response, pathname, bytes) : send(response, 404, { error: "absent" });
    }
    if (pathname === "/connexion") {
      state.session.open = true;
      return sendBytes(response, "/x.html", Buffer.from("<!doctype html><title>Connecté</title>Vous êtes connecté."));
    }
    const file = join(bundle, pathname === "/" ? "index.html" : pathname);
    sendBytes(response, file, readFileSync(file));
  }

  async function answerApi(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (!state.session.open)
      return send(response, 401, { error: "Votre session a expiré.", login: `${url}/connexion` });
    if (request.headers["x-pivert"] !== "1") return send(response, 403, { error: "Requête refusée." });
    switch (pathname) {
      case "/api/session":
        return send(response, 200, {
          user: { id: "1", name: "Josiane", email: "josiane@exemple.fr" },
          site: { name: "Les Roues libres", url },
        });
      case "/api/config":
        return send(response, 200, config);
      case "/api/logout":
        state.session.open = false;
        return send(response, 200, { message: "ok" });
      case "/api/publication":
        return send(response, 200, { state: "live", url: "https://roues-libres.example/actualites/" });
      case "/api/media": {
        state.log.push("media");
        const form = await new Response(new Uint8Array(body), {
          headers: { "Content-Type": request.headers["content-type"] ?? "" },
        }).formData();
        const [path, file] = [String(form.get("path")), form.get("file") as File];
        const bytes = Buffer.from(await file.arrayBuffer());
        staged.set(idOf(bytes), { path, bytes });
        return send(response, 200, mediaAnswer(path, bytes));
      }
      case "/api/entries": {
        const parsed = parseRequest(JSON.parse(body.toString("utf8")));
        if (!parsed)
          return send(response, 400, { error: `Demande mal formée : ${body.toString("utf8").slice(0, 300)}` });
        state.log.push(parsed.action);
        const [status, result] = act(parsed);
        const wait = held.get(parsed.action);
        wait?.arrive();
        await wait?.released;
        return send(response, status, result);
      }
      default:
        return send(response, 404, { error: "Adresse inconnue." });
    }
  }

  function act(request: Request): [number, object | null] {
    const { action, params } = request;
    switch (action) {
      case "entriesByFolder":
        return [
          200,
          [...state.published.keys()]
            .filter((path) => path.startsWith(`${params.folder}/`) && path.endsWith(`.${params.extension}`))
            .filter((path) => path.slice(params.folder.length + 1).split("/").length <= Math.max(1, params.depth))
            .map(entryAnswer),
        ];
      case "entriesByFiles":
        return [200, params.files.map(({ path }) => entryAnswer(path))];
      case "getEntry":
        return [200, entryAnswer(params.path)];
      case "unpublishedEntries":
        return [200, [...state.drafts.keys()]];
      case "unpublishedEntry": {
        const draft = state.drafts.get(params.id ?? `${params.collection}/${params.slug}`);
        if (!draft) return [404, { error: "Pas de brouillon." }];
        const { collection, slug, status, updatedAt } = draft;
        const diffs = [...draft.files].map(([path, { text, isNew }]) => ({ path, id: idOf(text), newFile: isNew }));
        return [200, { collection, slug, status, diffs, updatedAt, pullRequestAuthor: "Josiane" }];
      }
      case "unpublishedEntryDataFile":
        return [
          200,
          { data: state.drafts.get(`${params.collection}/${params.slug}`)?.files.get(params.path)?.text ?? "" },
        ];
      case "deleteUnpublishedEntry":
        state.drafts.delete(`${params.collection}/${params.slug}`);
        return [200, { message: "ok" }];
      case "persistEntry":
        return save(params);
      case "updateUnpublishedEntryStatus": {
        const draft = state.drafts.get(`${params.collection}/${params.slug}`);
        if (draft) draft.status = params.newStatus;
        return [200, { message: "ok" }];
      }
      case "publishUnpublishedEntry": {
        const draft = state.drafts.get(`${params.collection}/${params.slug}`);
        for (const [path, { text, movedFrom }] of draft?.files ?? []) {
          if (movedFrom) state.published.delete(movedFrom);
          state.published.set(path, text);
        }
        state.drafts.delete(`${params.collection}/${params.slug}`);
        return [200, { message: "ok", revision: "r1" }];
      }
      case "deleteFiles":
        for (const path of params.paths) state.published.delete(path);
        return [200, { message: "ok", revision: "r2" }];
      case "getMedia":
        return [200, [...state.media].map(([path, bytes]) => mediaAnswer(path, bytes))];
      case "getMediaFile":
        return [200, mediaAnswer(params.path, state.media.get(params.path) ?? Buffer.alloc(0))];
      case "persistMedia":
        keep(params.asset);
        return [200, mediaAnswer(params.asset.path, state.media.get(params.asset.path) ?? Buffer.alloc(0))];
      case "getDeployPreview":
        return [200, null];
      default:
        return [400, { error: `Pas dans ce serveur de test : ${action}` }];
    }
  }

  function save({ dataFiles, assets, options }: Params<"persistEntry">): [number, object] {
    const first = dataFiles[0];
    const key = `${options.collectionName}/${first?.slug}`;
    const draft = state.drafts.get(key);
    for (const { path, base } of dataFiles) {
      const current = draft?.files.get(path)?.text ?? state.published.get(path);
      const id = current === undefined ? null : idOf(current);
      if (id === base) continue;
      const conflict: Conflict = {
        path,
        author: "Bernard",
        date: "2026-11-22T18:30:00Z",
        changed: ["le texte"],
        id: id ?? "",
        data: current ?? "",
      };
      return [409, { error: "Bernard a modifié cette fiche entre-temps.", conflict }];
    }
    for (const asset of assets) keep(asset);
    const files: Draft["files"] = new Map(draft?.files);
    for (const { path, newPath, raw } of dataFiles) {
      const movedFrom = newPath && newPath !== path ? path : files.get(path)?.movedFrom;
      if (newPath) files.delete(path);
      files.set(newPath ?? path, { text: raw, isNew: !state.published.has(path), ...(movedFrom ? { movedFrom } : {}) });
    }
    state.drafts.set(key, {
      collection: options.collectionName,
      slug: first?.slug ?? "",
      status: draft?.status ?? "draft",
      files,
      updatedAt: "2026-11-22T18:30:00Z",
    });
    const saved = dataFiles.map(({ path, newPath, raw }) => ({ path: newPath ?? path, id: idOf(raw) }));
    return [200, { message: "ok", files: saved } satisfies Answer<"persistEntry">];
  }

  function keep({ id, path }: { id: string; path: string }): void {
    const upload = staged.get(id);
    if (upload) state.media.set(path, upload.bytes);
  }

  function entryAnswer(path: string): EntryAnswer {
    const text = state.published.get(path);
    if (text === undefined) return { data: null, file: { path, id: null } };
    return { data: text, file: { path, id: idOf(text), author: "Josiane", updatedOn: "2026-11-20T10:00:00Z" } };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...state,
    url,
    hold(action) {
      const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      held.set(action, { arrive: arrived.resolve, released: released.promise });
      return {
        arrived: arrived.promise,
        release() {
          held.delete(action);
          released.resolve();
        },
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function mediaAnswer(path: string, bytes: Buffer): MediaAnswer {
  return { id: idOf(bytes), name: path.slice(path.lastIndexOf("/") + 1), path, size: bytes.length, url: `/${path}` };
}

/** The object id that git gives a file. */
export function idOf(content: string | Buffer): string {
  const bytes = Buffer.from(content);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function send(response: ServerResponse, status: number, body: object | null): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

function sendBytes(response: ServerResponse, name: string, bytes: Buffer): void {
  response
    .writeHead(200, {
      "Content-Type": TYPES[extname(name)] ?? "application/octet-stream",
      "Content-Security-Policy": contentSecurityPolicy(),
      "X-Content-Type-Options": "nosniff",
    })
    .end(bytes);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
