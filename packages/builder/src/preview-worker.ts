/** A preview worker: a child process that renders single pages of drafts, one after the other. */
import { join } from "node:path";
import { ContentError, problem } from "@pivert/model";
import type { Theme } from "@pivert/theme-kit";
import { contentTypeOf } from "./content-types.ts";
import type { BuilderFolders } from "./open-builder.ts";
import { openPreview, type Preview, type ShownContent } from "./open-preview.ts";
import type {
  FromPreviewWorker,
  PreviewAnswer,
  PreviewContent,
  PreviewRequest,
  ToPreviewWorker,
} from "./preview-messages.ts";
import { openThemeBundles, type ThemeBundles } from "./theme-bundles.ts";

/** Sites that stay in memory. */
const RESIDENT_SITES = 5;

interface Opened {
  preview: Preview;
  /** What it shows now. */
  shown: string;
}

let host: { folders: BuilderFolders; state: string; themes: ThemeBundles } | undefined;
const opened = new Map<string, Opened>();
let turn: Promise<void> = Promise.resolve();

process.on("message", (message: ToPreviewWorker) => {
  if (message.kind === "open") host = { ...message, themes: openThemeBundles(message.folders) };
  // One at a time: a site shows one commit at a time.
  else turn = turn.then(() => reply(message.id, message.request));
});
// The parent is gone: nobody waits for an answer.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group: the parent decides when its workers end.
process.on("SIGINT", () => {});

async function reply(id: number, request: PreviewRequest): Promise<void> {
  try {
    send({ id, answer: await answer(request) });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    send({ id, failure: { message, ...(cause instanceof ContentError ? { problems: cause.problems } : {}) } });
  }
}

async function answer({ entry, path, ...request }: PreviewRequest): Promise<PreviewAnswer> {
  const preview = await previewOf({ entry, ...request });
  return {
    entryPath: entry === undefined ? "/" : preview.pathOf(entry),
    problems: entry === undefined ? [] : preview.problemsOf(entry),
    ...(path === undefined ? {} : { content: await contentOf(preview, path) }),
  };
}

async function previewOf({ site, repository, revision, entry }: PreviewRequest): Promise<Preview> {
  if (!host) throw new Error("The preview worker was asked before it was opened.");
  const content: ShownContent = { source: { folder: repository, revision }, entry };
  const shown = `${revision} ${entry}`;
  const known = opened.get(site);
  if (known && known.shown !== shown) await known.preview.refresh(content);
  const preview = known?.preview ?? (await openPreview({ ...content, ...host, state: join(host.state, site) }));
  // The last used stays longest.
  opened.delete(site);
  opened.set(site, { preview, shown });
  for (const [oldest, { preview: unused }] of opened) {
    if (opened.size <= RESIDENT_SITES) break;
    opened.delete(oldest);
    await unused.close();
  }
  return preview;
}

async function contentOf(preview: Preview, path: string): Promise<PreviewContent | undefined> {
  const theme = await themeOf(preview);
  const asset = theme.staticFiles.find((file) => `/${file.path}` === path);
  const file = asset ? { content: asset.content, type: contentTypeOf(path) } : await preview.fileOf(path);
  if (file) return { kind: "file", type: file.type, bytes: Buffer.from(file.content) };
  if (/\.\w+$/.test(path)) return undefined;
  const view = preview.viewOf(path.endsWith("/") ? path : `${path}/`);
  return { kind: "page", status: view.kind === "notFound" ? 404 : 200, html: await theme.renderPage(view) };
}

async function themeOf(preview: Preview): Promise<Theme> {
  const theme = await host?.themes.open(preview.theme);
  if (theme) return theme;
  const facts = { file: "site.yaml", field: "theme.name", found: preview.theme };
  throw new ContentError([problem("wrong-type", { ...facts, expected: "le nom d’un thème installé" })]);
}

function send(message: FromPreviewWorker): void {
  // To a parent that has just gone: `disconnect` tells.
  process.send?.(message, undefined, undefined, () => {});
}
