/** A site as it is now, page by page and without writing it: for the dev server. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openImageCache, openMediaStore } from "@pivert/assets";
import { readFolder } from "@pivert/repository";
import type { View } from "@pivert/theme-kit";
import { listAssetUses } from "./asset-uses.ts";
import { contextOf, planTexts } from "./build-site.ts";
import { type BuildState, openState } from "./build-state.ts";
import { loadEntries } from "./load-entries.ts";
import { loadSite } from "./load-site.ts";
import type { BuilderFolders } from "./open-builder.ts";
import type { TextPlan } from "./page-plan.ts";
import { type Plan, planPages, publishedEntries } from "./plan-pages.ts";
import { type Assets, processAssets, VARIANT_FOLDER } from "./process-assets.ts";
import { completeView } from "./render-pages.ts";

export interface Preview {
  /** Name of the theme that `site.yaml` asks for. */
  theme: string;
  /** The view of a path, or that of the page for what is missing. */
  viewOf(path: string): View;
  /** A file that is no page, read or made now. */
  fileOf(path: string): Promise<{ content: string | Uint8Array; type: string } | undefined>;
  /** Reads the content again. @throws ContentError when `site.yaml` is wrong; the preview stays as it was */
  refresh(): Promise<void>;
}

export interface OpenPreviewOptions {
  folder: string;
  /** Where the state between two calls is kept. */
  state: string;
  folders: BuilderFolders;
}

interface Snapshot {
  theme: string;
  plan: Plan;
  texts: TextPlan[];
  assets: Assets;
}

const TYPES: Record<string, string> = {
  avif: "image/avif",
  webp: "image/webp",
  xml: "application/xml; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
};

export async function openPreview({ folder, state: stateFolder, folders }: OpenPreviewOptions): Promise<Preview> {
  const state = openState(stateFolder);
  const images = openImageCache(join(folders.cache, "images"));
  const media = openMediaStore(folders.media);
  const take = () => takeSnapshot(folder, state, { images, media });
  let current = await take();
  return {
    get theme() {
      return current.theme;
    },
    viewOf(path) {
      const { plan, assets } = current;
      const page =
        plan.pages.find((candidate) => candidate.path === path) ??
        plan.pages.find(({ view }) => view.kind === "notFound");
      if (!page) throw new Error(`The site has no page ${path}.`);
      return completeView(page, plan, assets, state);
    },
    async fileOf(path) {
      const file = path.slice(1);
      const type = TYPES[file.slice(file.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
      const text = current.texts.find((candidate) => candidate.file === file);
      if (text) return { content: text.content, type };
      const asset = current.assets.byFile.get(file);
      if (asset?.kind === "file") return { content: await asset.load(), type };
      if (!file.startsWith(`${VARIANT_FOLDER}/`)) return undefined;
      const name = file.slice(VARIANT_FOLDER.length + 1);
      for (const image of current.assets.byFile.values()) {
        const variant =
          image.kind === "image" ? image.plan.variants.find((candidate) => candidate.file === name) : undefined;
        if (variant) return { content: await readFile(await images.variant(variant, image.load)), type };
      }
      return undefined;
    },
    async refresh() {
      current = await take();
    },
  };
}

interface Stores {
  images: ReturnType<typeof openImageCache>;
  media: ReturnType<typeof openMediaStore>;
}

async function takeSnapshot(folder: string, state: BuildState, { images, media }: Stores): Promise<Snapshot> {
  const revision = await readFolder(folder);
  const loaded = await loadSite(revision);
  const { entries } = await loadEntries(revision, loaded.site, contextOf(loaded), state);
  const now = Date.now();
  const assets = await processAssets({
    revision,
    uses: listAssetUses(loaded, publishedEntries(entries, loaded.site, now)),
    cache: images,
    store: media,
  });
  const plan = planPages({ loaded, entries, assets, now, versions: "" });
  return { theme: loaded.site.theme.name, plan, texts: planTexts(loaded, plan), assets };
}
