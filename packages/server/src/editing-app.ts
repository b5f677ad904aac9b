/** The editing origin of one site: Decap, and the API that its backend speaks. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { authorise, type EditSession, type SiteAction } from "@pivert/accounts";
import { cmsConfig, contentSecurityPolicy } from "@pivert/cms";
import {
  type ActionName,
  type Conflict as ConflictAnswer,
  type ErrorAnswer,
  type PublicationAnswer,
  parseRequest,
  type SessionAnswer,
} from "@pivert/cms/protocol";
import { EditingError, explainConflict, keepUpload } from "@pivert/operations/editing";
import type { Platform } from "@pivert/operations/platform";
import { Conflict, RefusedChange, RepositoryError } from "@pivert/repository";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { answerGit } from "./answer-git.ts";
import { answerAction, demand, Forbidden, textBefore } from "./editing-actions.ts";
import { meansFullDisk } from "./full-disk.ts";
import { isFromOwnOrigin } from "./own-origin.ts";
import { readSettings } from "./read-settings.ts";
import { serveMedia } from "./serve-media.ts";
import { siteSessions } from "./site-sessions.ts";

export interface EditingAppOptions {
  site: string;
  platform: Platform;
  /** The folder of the Decap bundle. */
  bundle: string;
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
  /** Whether cookies travel over https only. */
  secure: boolean;
}

type Variables = { session: EditSession };

const MAX_BODY = 3 * 1024 * 1024;
const MAX_UPLOAD = 26 * 1024 * 1024;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

export function editingApp(options: EditingAppOptions): Hono<{ Variables: Variables }> {
  const { site, platform, bundle, originOf, secure } = options;
  const sessions = siteSessions({ site, origin: "edit", platform, originOf, secure, sameSite: "Strict" });
  const publicOrigin = originOf(site);
  const own = originOf(`${site}.edit`);
  const app = new Hono<{ Variables: Variables }>();

  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has("Content-Security-Policy")) {
      context.header("Content-Security-Policy", contentSecurityPolicy(originOf(`${site}.apercu`)));
    }
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    if (!context.res.headers.has("Cache-Control")) context.header("Cache-Control", "no-store");
  });

  app.get("/entrer", (context) => sessions.enter(context));
  app.get("/session", (context) => sessions.open(context));

  app.use("/api/*", async (context, next) => {
    const reads = ["GET", "HEAD"].includes(context.req.method);
    if (!reads && !(context.req.header("X-Pivert") === "1" && isFromOwnOrigin(context, own))) {
      return refuse(context, 403, "Cette demande ne vient pas de la page d’édition : rechargez-la.");
    }
    const session = await sessions.current(context);
    if (!session)
      return context.json(
        {
          error: "Votre session est terminée : connectez-vous de nouveau, votre texte est gardé.",
          login: `${own}/entrer`,
        } satisfies ErrorAnswer,
        401,
      );
    // Whoever lost their role keeps a session, to log out with.
    if (context.req.path !== "/api/logout") demand(session, "read", site);
    context.set("session", session);
    return next();
  });

  app.get("/api/session", async (context) => {
    const { person } = context.get("session");
    const settings = await readSettings(platform.editingSite(site));
    return context.json({
      user: { id: person.id, name: person.name, email: person.email },
      site: { name: settings?.site.name ?? site, url: `${publicOrigin}/` },
    } satisfies SessionAnswer);
  });

  app.post("/api/logout", async (context) => {
    await sessions.end(context);
    return context.json({ message: "Vous êtes déconnecté." });
  });

  app.get("/api/config", async (context) => {
    const settings = await readSettings(platform.editingSite(site));
    if (!settings)
      return refuse(context, 500, "Les réglages de ce site ne peuvent pas être lus : prévenez l’hébergeur.");
    const { person } = context.get("session");
    const may = (action: SiteAction) => authorise(person, action, site).allowed;
    const rights = { create: may("edit"), delete: may("delete"), publish: may("publish"), settings: may("settings") };
    // « Voir en ligne » leads to where this host serves the site, also before its domain does.
    return context.json(cmsConfig({ ...settings, site: { ...settings.site, url: publicOrigin }, rights }));
  });

  app.get("/api/publication", async (context) => {
    const asked = context.req.query("revision");
    if (asked !== undefined && !/^[0-9a-f]{40}$/.test(asked))
      return refuse(context, 400, "Cette publication n’est pas connue : rechargez la page d’édition.");
    const state = await platform.publications.stateOf(site, platform.publishedSite(site), asked);
    if (state.state !== "live") return context.json(state satisfies PublicationAnswer);
    const { path = "/", notice } = state;
    const url = `${publicOrigin}${encodeURI(path)}`;
    return context.json({
      state: "live",
      ...(notice === undefined ? { url } : { notice }),
    } satisfies PublicationAnswer);
  });

  app.post(
    "/api/entries",
    bodyLimit({
      maxSize: MAX_BODY,
      onError: (context) => refuse(context, 413, "Ce contenu est trop long : 1 Mo au plus par texte."),
    }),
    async (context) => {
      if (!/^application\/json\s*(;|$)/i.test(context.req.header("Content-Type") ?? ""))
        return refuse(context, 415, "Cette demande n’est pas en JSON : rechargez la page d’édition.");
      const request = parseRequest(await context.req.json().catch(() => undefined));
      if (!request) return refuse(context, 400, "Cette demande est incomplète : rechargez la page d’édition.");
      try {
        return context.json(await answerAction({ request, session: context.get("session"), platform, site, originOf }));
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        const before = await textBefore(platform.editingSite(site), request, error.path);
        const conflict = explainConflict(error, before);
        return context.json({ error: conflictSentence(conflict, request.action), conflict } satisfies ErrorAnswer, 409);
      }
    },
  );

  app.post(
    "/api/media",
    bodyLimit({
      maxSize: MAX_UPLOAD,
      onError: (context) =>
        refuse(context, 413, "Ce fichier est trop gros : 25 Mo au plus pour une image, 10 Mo pour un document."),
    }),
    async (context) => {
      demand(context.get("session"), "edit", site);
      const { file } = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
      if (!(file instanceof File))
        return refuse(context, 400, "Aucun fichier n’est arrivé : choisissez-le de nouveau.");
      const upload = await keepUpload(platform.editingSite(site), {
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      });
      return context.json({
        id: upload.id,
        name: upload.name,
        path: `media/${upload.name}`,
        size: upload.size,
        url: `/api/media/${upload.id}/${encodeURIComponent(upload.name)}`,
      });
    },
  );

  app.get("/api/media/:id/:name", (context) =>
    serveMedia(context, platform.editingSite(site), context.req.param("id"), context.req.param("name")),
  );

  app.all("/api/*", (context) => {
    const methods = METHODS[context.req.path];
    if (!methods) return refuse(context, 404, "Cette adresse n’existe pas : rechargez la page d’édition.");
    context.header("Allow", methods);
    return refuse(context, 405, `Seul ${methods} est possible ici : rechargez la page d’édition.`);
  });

  app.all(`/${site}.git/*`, (context) =>
    answerGit(context, { site, platform, tokensAddress: `${originOf("compte")}/jetons` }),
  );

  // The page itself, which asks for everything else.
  app.get("*", (context) => {
    const path = new URL(context.req.url).pathname;
    const name = path === "/" ? "index.html" : path.slice(1);
    const file = join(bundle, name);
    if (!/^\w[\w.-]*$/.test(name) || !statSync(file, { throwIfNoEntry: false })?.isFile())
      return context.text("404", 404);
    const encoding =
      existsSync(`${file}.br`) && (context.req.header("Accept-Encoding") ?? "").includes("br") ? "br" : undefined;
    if (encoding) context.header("Content-Encoding", encoding);
    context.header("Vary", "Accept-Encoding");
    context.header("Cache-Control", name === "index.html" ? "no-cache" : "private, max-age=3600");
    return context.body(readFileSync(encoding ? `${file}.br` : file), 200, {
      "Content-Type": TYPES[extname(name)] ?? "application/octet-stream",
    });
  });

  app.onError((error, context) => {
    if (error instanceof Forbidden) return refuse(context, 403, error.message);
    if (error instanceof RefusedChange)
      return refuse(context, 422, error.problems[0]?.editor ?? "Ce changement n’est pas permis.");
    if (error instanceof EditingError) return refuse(context, error.reason === "missing" ? 404 : 422, error.message);
    if (error instanceof RepositoryError && GONE.has(error.code))
      return refuse(context, 404, "Ce contenu n’existe plus : quelqu’un l’a publié, déplacé ou retiré.");
    if (error.name === "UploadError") return refuse(context, 422, error.message);
    platform.onError(error);
    if (meansFullDisk(error)) return refuse(context, 507, NO_ROOM);
    return refuse(context, 500, "Le serveur n’a pas pu répondre. Rien n’est perdu : réessayez dans un instant.");
  });
  return app;
}

const NO_ROOM =
  "Il n’y a plus de place sur le disque du serveur : ce que vous venez de demander n’est pas fait. Gardez cette page ouverte, prévenez l’hébergeur, puis réessayez.";

const GONE: ReadonlySet<string> = new Set(["unknown-draft", "unknown-file"]);

/** The methods of each address of the API. */
const METHODS: Record<string, string> = {
  "/api/session": "GET",
  "/api/config": "GET",
  "/api/publication": "GET",
  "/api/logout": "POST",
  "/api/entries": "POST",
  "/api/media": "POST",
};

function conflictSentence({ author, changed, id }: ConflictAnswer, action: ActionName): string {
  const what = id === "" ? "supprimé cette fiche" : `modifié ${changed.join(", ")}`;
  return action === "persistEntry"
    ? `${author} a ${what} depuis que vous avez ouvert cette page. Votre texte est gardé ici : comparez, puis enregistrez de nouveau.`
    : `${author} a ${what} depuis le début de ce brouillon. Votre brouillon est gardé : publiez de nouveau pour choisir.`;
}

function refuse(context: Context, status: 400 | 403 | 404 | 405 | 413 | 415 | 422 | 500 | 507, error: string) {
  return context.json({ error } satisfies ErrorAnswer, status);
}
