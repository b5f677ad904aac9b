/** A site page by page, without writing it: a folder as it is now for the dev server, a commit for the preview of a draft. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openImageCache, openMediaStore } from "@pivert/assets";
import type { Problem } from "@pivert/model";
import type { Revision } from "@pivert/repository";
import type { View } from "@pivert/theme-kit";
import { listAssetUses } from "./asset-uses.ts";
import { contextOf, planTexts } from "./build-site.ts";
import { type BuildState, openState } from "./build-state.ts";
import { contentTypeOf } from "./content-types.ts";
import { collectionPath, placeEntry } from "./entry-paths.ts";
import { loadEntries } from "./load-entries.ts";
import { type LoadedSite, loadSite } from "./load-site.ts";
import { momentToShow } from "./moment-to-show.ts";
import { type BuilderFolders, type ContentSource, openSource } from "./open-builder.ts";
import type { TextPlan } from "./page-plan.ts";
import { type Plan, planPages } from "./plan-pages.ts";
import { type Assets, processAssets, VARIANT_FOLDER } from "./process-assets.ts";
import { publishedEntries } from "./published-entries.ts";
import { completeView } from "./render-pages.ts";

export interface Preview {
  /** Name of the theme that `site.yaml` asks for. */
  theme: string;
  /** The view of a path, or that of the page for what is missing. */
  viewOf(path: string): View;
  /** A file that is no page, read or made now. */
  fileOf(path: string): Promise<{ content: string | Uint8Array; type: string } | undefined>;
  /** Where the entry of a file is seen: its page, or the list that it stands in; the home page for other files. */
  pathOf(file: string): string;
  /** What is wrong with a file. */
  problemsOf(file: string): Problem[];
  /** Reads the content again, or that of another source. @throws ContentError when `site.yaml` is wrong; the preview stays as it was */
  refresh(shown?: ShownContent): Promise<void>;
  close(): Promise<void>;
}

/** What a preview is of. */
export interface ShownContent {
  source: ContentSource;
  /** The file of an entry that is shown even where its dates say that it is not online now. */
  entry?: string;
}

export interface OpenPreviewOptions extends ShownContent {
  /** Where the state between two calls is kept. */
  state: string;
  folders: BuilderFolders;
}

interface Snapshot {
  revision: Revision;
  loaded: LoadedSite;
  problems: Problem[];
  theme: string;
  plan: Plan;
  texts: TextPlan[];
  assets: Assets;
}

export async function openPreview({ state: stateFolder, folders, ...first }: OpenPreviewOptions): Promise<Preview> {
  const state = openState(stateFolder);
  const images = openImageCache(join(folders.cache, "images"));
  const media = openMediaStore(folders.media);
  const take = (shown: ShownContent) => takeSnapshot(shown, state, { images, media });
  let shown: ShownContent = first;
  let current = await take(shown).catch((error) => {
    state.close();
    throw error;
  });
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
      const type = contentTypeOf(file);
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
    pathOf(file) {
      const { plan, loaded } = current;
      const page = plan.pages.find(({ entry }) => entry?.file === file);
      if (page) return page.path;
      const place = placeEntry(file, loaded.site);
      const list = place && collectionPath(place.collection, place.lang, loaded.site);
      return plan.pages.find(({ path }) => path === list)?.path ?? "/";
    },
    problemsOf: (file) => current.problems.filter((problem) => problem.file === file),
    async refresh(next = shown) {
      const before = current;
      current = await take(next);
      shown = next;
      await before.revision.close();
    },
    async close() {
      await current.revision.close();
      state.close();
    },
  };
}

interface Stores {
  images: ReturnType<typeof openImageCache>;
  media: ReturnType<typeof openMediaStore>;
}

async function takeSnapshot(
  { source, entry }: ShownContent,
  state: BuildState,
  { images, media }: Stores,
): Promise<Snapshot> {
  // Files are read from it as they are asked for, until another snapshot takes its place.
  const revision = await openSource(source, state);
  try {
    const loaded = await loadSite(revision, state.goodTexts);
    const { entries, problems } = await loadEntries(revision, loaded.site, contextOf(loaded), state);
    state.save();
    const now = momentToShow(entries.find(({ file }) => file === entry)?.fields, loaded.site, Date.now());
    const assets = await processAssets({
      revision,
      uses: listAssetUses(loaded, publishedEntries(entries, loaded.site, now).entries),
      cache: images,
      store: media,
    });
    const plan = planPages({ loaded, entries, assets, now, versions: "" });
    const found = [...revision.problems, ...loaded.problems, ...problems, ...assets.problems, ...plan.problems];
    return {
      revision,
      loaded,
      problems: found,
      theme: loaded.site.theme.name,
      plan,
      texts: planTexts(loaded, plan),
      assets,
    };
  } catch (error) {
    await revision.close();
    throw error;
  }
}
