/** One site, from its content to the files that a web server serves: the whole way can be read here. */
import { join } from "node:path";
import { type ImageCache, type MediaStore, placeFile, UnreadableImage } from "@pivert/assets";
import { ContentError, type Problem, problem } from "@pivert/model";
import type { Revision } from "@pivert/repository";
import type { Theme } from "@pivert/theme-kit";
import { listAssetUses } from "./asset-uses.ts";
import { type BuildReport, type ReportedPage, sortProblems, writeReport } from "./build-report.ts";
import type { BuildState } from "./build-state.ts";
import { planCalendars } from "./calendars.ts";
import { checkColour } from "./check-colour.ts";
import { checkRelease } from "./check-release.ts";
import { digestOf, digestOfAll } from "./digest.ts";
import { engineHash } from "./engine-hash.ts";
import { newestFirst } from "./entry-order.ts";
import { planFeeds, planRobots, planSitemap } from "./feeds.ts";
import { readFirstVisit } from "./first-visit.ts";
import { loadEntries } from "./load-entries.ts";
import { type LoadedSite, loadSite } from "./load-site.ts";
import type { TextPlan } from "./page-plan.ts";
import { type Plan, planPages } from "./plan-pages.ts";
import { type PlannedRedirects, planRedirects } from "./plan-redirects.ts";
import { type Assets, imageView, processAssets, VARIANT_FOLDER } from "./process-assets.ts";
import { publishedEntries } from "./published-entries.ts";
import { renderPages } from "./render-pages.ts";
import { sourceDigest } from "./up-to-date.ts";
import { summarise } from "./views.ts";
import { findHeavyPages, type PageWeight, weighPages } from "./weigh-pages.ts";
import { type OutputFolder, openOutput } from "./write-output.ts";

export interface BuildSiteOptions {
  /** The site's name on the host. */
  name: string;
  /** Tells this site from every other that could be built into `out`. */
  key: string;
  revision: Revision;
  /** Gets `site/` and `build.json`. */
  out: string;
  state: BuildState;
  /** Gives the bundle of the theme that `site.yaml` names; `undefined` when there is no such theme. */
  themeOf: (name: string) => Promise<Theme | undefined>;
  images: ImageCache;
  media: MediaStore;
  /** The moment of the build, in milliseconds; now unless told. */
  now?: number;
  /** Writes `.br` and `.gz` beside what compresses; yes unless told. */
  compress?: boolean;
  /** Told when a step begins. */
  onStep?: (step: BuildStep) => void;
}

export type BuildStep = "load" | "render" | "write" | "images" | "done";

export interface BuiltSite {
  report: BuildReport;
  /** Files of the pages that were rendered again, whether or not they came out different. */
  rendered: string[];
  /** Files of `site/` that this build wrote or removed. */
  written: string[];
  removed: string[];
}

/**
 * Builds a site incrementally into `out`.
 * @throws ContentError when nothing can be published; the files of the build before stay as they are
 */
export async function buildSite(options: BuildSiteOptions): Promise<BuiltSite> {
  const { revision, state, out, now = Date.now(), compress = true, onStep = () => {} } = options;
  const started = performance.now();

  onStep("load");
  const loaded = await loadSite(revision, state.goodTexts);
  const theme = await openThemeOf(loaded, options);
  checkColour(loaded, theme);
  const { entries, problems } = await loadEntries(revision, loaded.site, contextOf(loaded), state);
  const assets = await processAssets({
    revision,
    uses: listAssetUses(loaded, publishedEntries(entries, loaded.site, now).entries),
    cache: options.images,
    store: options.media,
  });

  onStep("render");
  const versions = { theme: theme.hash, engine: engineHash() };
  const plan = planPages({ loaded, entries, assets, now, versions: digestOfAll(Object.values(versions)) });
  const ownTexts = planTexts(loaded, plan);
  const redirects = planRedirects(
    loaded.redirects,
    filesServed(plan, ownTexts, theme, assets),
    (file) => imageView(assets, file, "")?.full,
  );
  const texts = [...ownTexts, ...redirects.texts];
  const output = openOutput({ folder: join(out, "site"), state, compress });
  const rendered: string[] = [];
  await renderPages({
    plan,
    theme,
    assets,
    state,
    onPage(page, html) {
      rendered.push(page.file);
      output.write(page.file, html, page.key, { visit: readFirstVisit(html) });
    },
  });

  onStep("write");
  for (const page of plan.pages) output.keep(page.file);
  for (const { file, content, key } of texts) output.write(file, content, key);
  writeThemeFiles(theme, output);

  onStep("images");
  // The cache refuses from now on what it could not decode: pages are planned again without it.
  if ((await writeAssets(plan, assets, options, output)) === "unreadable") return buildSite(options);
  output.removeOthers();

  const files = new Set(state.outputs.keys());
  const weights = weighPages(plan, state);
  const found = [
    ...revision.problems,
    ...loaded.problems,
    ...problems,
    ...assets.problems,
    ...plan.problems,
    ...redirects.problems,
    ...checkRelease({ loaded, plan, redirects, assets, files }),
    ...findHeavyPages(weights, loaded),
  ];
  const report = reportOf(
    options,
    versions,
    redirects,
    weights,
    assets,
    sortProblems(found),
    performance.now() - started,
  );
  writeReport(out, report);
  state.sources = revision.id === undefined ? revision.files : [];
  // What waits for a file of the store is tried again by the next build.
  state.fingerprint = assets.awaiting
    ? undefined
    : {
        ...versions,
        site: options.key,
        themeName: loaded.site.theme.name,
        source: sourceDigest(revision),
        nextChange: plan.nextChange ?? null,
        compress,
      };
  state.save();
  onStep("done");
  return { report, rendered, written: output.written, removed: output.removed };
}

async function openThemeOf({ site, lineOf }: LoadedSite, { themeOf }: BuildSiteOptions): Promise<Theme> {
  const theme = await themeOf(site.theme.name);
  if (theme) return theme;
  const facts = { file: "site.yaml", line: lineOf(["theme", "name"]), field: "theme.name", found: site.theme.name };
  throw new ContentError([problem("wrong-type", { ...facts, expected: "le nom d’un thème installé" })]);
}

/** All that the rendering of an entry depends on besides its file. */
export function contextOf({ site }: LoadedSite): string {
  const { url, languages, timeZone, collections } = site;
  return digestOf(JSON.stringify([engineHash(), url, languages, timeZone, collections]));
}

export function planTexts(loaded: LoadedSite, plan: Plan): TextPlan[] {
  const { site } = loaded;
  const feeds = [...plan.sites].flatMap(([lang, view]) => {
    const posts = plan.published.filter((entry) => entry.collection === "posts" && entry.lang === lang);
    return planFeeds(
      view,
      newestFirst(posts, site).map((entry) => summarise(entry, plan.context)),
    );
  });
  const calendars = [...plan.sites].flatMap(([lang, view]) => {
    const events = plan.published.filter((entry) => entry.collection === "events" && entry.lang === lang);
    return planCalendars(view, events, plan.context);
  });
  const origin = site.url.replace(/\/+$/, "");
  return [...feeds, ...calendars, planSitemap(origin, plan.pages, site.timeZone), planRobots(origin, site.indexed)];
}

/** Everything that the site serves on its own: no redirect may take its place. */
function filesServed(plan: Plan, texts: readonly TextPlan[], theme: Theme, assets: Assets): Set<string> {
  const media = [...assets.byFile.values()].flatMap((asset) =>
    asset.kind === "file" ? [asset.file] : asset.plan.variants.map((variant) => `${VARIANT_FOLDER}/${variant.file}`),
  );
  return new Set([
    ...plan.pages.map(({ file }) => file),
    ...texts.map(({ file }) => file),
    ...theme.staticFiles.map(({ path }) => path),
    ...media,
  ]);
}

/** Stylesheets and icons of the theme; their names hold their hashes. */
function writeThemeFiles(theme: Theme, output: OutputFolder): void {
  for (const { path, content } of theme.staticFiles) output.write(path, content, `theme ${theme.hash}`);
}

/** Writes variants of images, made if the cache lacks them, and files to download. */
async function writeAssets(
  plan: Plan,
  assets: Assets,
  { images }: BuildSiteOptions,
  output: OutputFolder,
): Promise<"written" | "unreadable"> {
  const making: Promise<void>[] = [];
  for (const asset of assets.byFile.values()) {
    if (asset.kind === "file") {
      output.keep(asset.file);
      const alone = [".br", ".gz"].some((suffix) => assets.byFile.has(asset.file + suffix));
      const key = alone ? `${asset.oid} alone` : asset.oid;
      if (!output.has(asset.file, key)) output.write(asset.file, await asset.load(), key, { alone });
      continue;
    }
    for (const variant of asset.plan.variants) {
      const file = `${VARIANT_FOLDER}/${variant.file}`;
      output.keep(file);
      if (!output.has(file, variant.key))
        making.push(
          images
            .variant(variant, asset.load)
            .then((cached) => output.place(file, variant.key, (to) => placeFile(cached, to))),
        );
    }
  }
  for (const { variant, svg } of plan.cards) {
    const file = `${VARIANT_FOLDER}/${variant.file}`;
    output.keep(file);
    if (output.has(file, variant.key)) continue;
    const cached = await images.variant(variant, () => Promise.resolve(Buffer.from(svg)));
    output.place(file, variant.key, (to) => placeFile(cached, to));
  }
  const failures = (await Promise.allSettled(making)).flatMap((made) =>
    made.status === "rejected" ? [made.reason] : [],
  );
  for (const failure of failures) if (!(failure instanceof UnreadableImage)) throw failure;
  return failures.length > 0 ? "unreadable" : "written";
}

function reportOf(
  { name, revision }: BuildSiteOptions,
  versions: BuildReport["versions"],
  { redirects }: PlannedRedirects,
  weights: readonly PageWeight[],
  assets: Assets,
  problems: Problem[],
  duration: number,
): BuildReport {
  const pages = weights.map(({ page: { path, file, entry }, bytes, elements, sent, requests, score }): ReportedPage => {
    const visit = { bytes: sent, requests, ecoindex: score };
    return { path, file, entry: entry?.file, source: entry?.fields.source, bytes, elements, visit };
  });
  const served = [...assets.byFile.values()].flatMap((asset) =>
    asset.kind === "file"
      ? [{ url: `/${asset.file}`, source: asset.file }]
      : asset.plan.variants.map((variant) => ({ url: `/${VARIANT_FOLDER}/${variant.file}`, source: asset.file })),
  );
  return {
    site: name,
    revision: revision.id ?? null,
    versions,
    duration: Math.round(duration),
    pages,
    assets: served,
    redirects,
    problems,
  };
}
