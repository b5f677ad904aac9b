/** A resident builder: it keeps theme bundles, the state of sites and the cache of images between builds. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ImageCache, MediaStore } from "@pivert/assets";
import { findRepository, type Revision, readFolder, readRevision } from "@pivert/repository/read";
import type { BuildReport } from "./build-report.ts";
import type { BuildStep } from "./build-site.ts";
import { type BuildState, openState } from "./build-state.ts";
import { prepareOut } from "./prepare-out.ts";
import { openThemeBundles } from "./theme-bundles.ts";
import { isUpToDate } from "./up-to-date.ts";

export interface BuilderFolders {
  /** Holds one folder per theme. */
  themes: string;
  /** Holds theme bundles and variants of images, shared by all sites. */
  cache: string;
  /** The host's store of media by hash. */
  media: string;
}

/** Where a site's content is read: the folder as it is, or a commit of the repository that it is or lies in. */
export type ContentSource = { folder: string } | { folder: string; revision: string };

export interface BuildRequest {
  name: string;
  source: ContentSource;
  out: string;
  /** Builds everything again, whatever the state says. */
  force?: boolean;
  compress?: boolean;
  now?: number;
}

export interface BuildResult {
  report: BuildReport;
  /** Nothing had changed since the build before. */
  unchanged: boolean;
  /** Files of the pages that were rendered again, whether or not they came out different. */
  rendered: string[];
  written: string[];
  removed: string[];
}

export interface Builder {
  /**
   * For each request the result of the build before when nothing has changed since, or `undefined` when there is
   * something to do or to say.
   */
  check(requests: readonly BuildRequest[]): Promise<(BuildResult | undefined)[]>;
  /** @throws ContentError, BusyError, or an Error that says what happened */
  build(request: BuildRequest, onStep?: (step: BuildStep | "theme") => void): Promise<BuildResult>;
  close(): void;
}

/** Sites whose state stays in memory. */
const RESIDENT_SITES = 20;

export function openBuilder({ themes, cache, media }: BuilderFolders): Builder {
  const states = new Map<string, BuildState>();
  const bundles = openThemeBundles({ themes, cache });
  let stores: Promise<{ images: ImageCache; mediaStore: MediaStore }> | undefined;

  const openStores = async () => {
    const { openImageCache, openMediaStore } = await import("@pivert/assets");
    return { images: openImageCache(join(cache, "images")), mediaStore: openMediaStore(media) };
  };

  return {
    async check(requests) {
      // Many sites share a theme: it is looked at once.
      const hashes = new Map<string, string | undefined>();
      const hashOf = (theme: string) => {
        if (!hashes.has(theme)) hashes.set(theme, bundles.hashOf(theme));
        return hashes.get(theme);
      };
      const checkOne = async (request: BuildRequest): Promise<BuildResult | undefined> => {
        const { source, out, force = false, compress = true, now = Date.now() } = request;
        if (force || !existsSync(join(out, "site"))) return undefined;
        try {
          const state = takeState(states, out, false);
          const revision = await openSource(source, state);
          try {
            if (isUpToDate({ state, revision, themeHashOf: hashOf, site: siteKey(request), now, compress }))
              return unchanged(state, revision, out);
          } finally {
            await revision.close();
          }
        } catch {
          // Whatever keeps it from being read, the build of this site says it.
        } finally {
          // Whoever builds it now, in this process or another, opens it again.
          dropState(states, out);
        }
        return undefined;
      };
      const results: (BuildResult | undefined)[] = [];
      for (const request of requests) results.push(await checkOne(request));
      return results;
    },
    async build(request, onStep) {
      const { name, source, out, force = false, compress = true, now = Date.now() } = request;
      prepareOut(out);
      const site = siteKey(request);
      const state = takeState(states, out, force);
      state.beginSite(site);
      // Somebody took the pages away.
      if (!existsSync(join(out, "site")) && state.outputs.size > 0) state.forget();
      const revision = await openSource(source, state);
      try {
        const kept = isUpToDate({ state, revision, themeHashOf: bundles.hashOf, site, now, compress });
        const result = kept ? unchanged(state, revision, out) : undefined;
        if (result) return result;
        const { buildSite } = await import("./build-site.ts");
        stores ??= openStores();
        const { images, mediaStore } = await stores;
        const built = await buildSite({
          name,
          key: site,
          revision,
          out,
          state,
          themeOf: (theme) => bundles.open(theme, () => onStep?.("theme")),
          images,
          media: mediaStore,
          now,
          compress,
          onStep,
        });
        return { ...built, unchanged: false };
      } catch (error) {
        // What was written is no longer what the state says: the next build reads it from disk again.
        dropState(states, out);
        throw error;
      } finally {
        await revision.close();
      }
    },
    close() {
      for (const out of [...states.keys()]) dropState(states, out);
    },
  };
}

/** Opens what a build or a preview reads. */
export function openSource(source: ContentSource, state: BuildState): Promise<Revision> {
  if ("revision" in source) {
    const { repository, under } = findRepository(source.folder);
    return readRevision(repository, source.revision, { under });
  }
  return readFolder(source.folder, { known: new Map(state.sources.map((file) => [file.path, file])) });
}

/** The result of a build with nothing to do; `undefined` when the report of the last one is gone or cut short. */
function unchanged(state: BuildState, revision: Revision, out: string): BuildResult | undefined {
  const report = readReport(out);
  if (!report) return undefined;
  // A file too young to be known by its stamp was read again: the next build need not.
  if (revision.id === undefined && revision.files.some(({ stamp }, index) => stamp !== state.sources[index]?.stamp)) {
    state.sources = revision.files;
    state.save();
  }
  return { report, unchanged: true, rendered: [], written: [], removed: [] };
}

function takeState(states: Map<string, BuildState>, out: string, force: boolean): BuildState {
  const folder = join(out, ".pivert");
  const state = states.get(out) ?? openState(folder);
  if (force) state.forget();
  // The last used stays longest.
  states.delete(out);
  states.set(out, state);
  for (const oldest of states.keys()) {
    if (states.size <= RESIDENT_SITES) break;
    dropState(states, oldest);
  }
  return state;
}

function dropState(states: Map<string, BuildState>, out: string): void {
  states.get(out)?.close();
  states.delete(out);
}

function readReport(out: string): BuildReport | undefined {
  try {
    return JSON.parse(readFileSync(join(out, "build.json"), "utf8")) as BuildReport;
  } catch {
    // The build that follows writes it again.
    return undefined;
  }
}

/** Which site an output folder is of: another of the same name, elsewhere, must not inherit its last good versions. */
function siteKey({ name, source }: BuildRequest): string {
  return `${name} ${resolve(source.folder)}`;
}
