/** A SPIP site's dump in; entries, files, redirects and notices out. */
import { existsSync } from "node:fs";
import type { ImportItem, Notice, SiteImport } from "@pivert/importer";
import { type LoadedDump, loadDump } from "./dump/load-dump.ts";
import { type MappingChoice, mapSections } from "./site/mapping.ts";
import { openMedia } from "./site/media.ts";
import { readOldAddresses } from "./site/old-addresses.ts";
import { planPlaces } from "./site/places.ts";
import { openSite } from "./site/spip-site.ts";
import { openTargets } from "./site/targets.ts";
import { yieldArticles } from "./yield/articles.ts";
import { yieldAuthors } from "./yield/authors.ts";
import { yieldBreves } from "./yield/breves.ts";
import { yieldComments } from "./yield/comments.ts";
import { yieldDocuments } from "./yield/documents.ts";
import type { Import } from "./yield/import-context.ts";
import { yieldPartners } from "./yield/partners.ts";
import { yieldPetitions } from "./yield/petitions.ts";
import { yieldRedirects } from "./yield/redirects.ts";
import { yieldSections } from "./yield/sections.ts";
import { siteFields } from "./yield/site-fields.ts";
import { yieldTallies } from "./yield/tallies.ts";
import { taxonomiesOf } from "./yield/taxonomies.ts";

export interface ImportSpipOptions extends MappingChoice {
  /** The dump: SQLite, SQL or XML, also packed with gzip. */
  dump: string;
  /** The site's `IMG/`: without it no file is copied. */
  img?: string;
  /** The old site's address, when the dump does not hold it. */
  url?: string;
  /** The theme of the new site. */
  theme?: string;
  /** Whether the messages below articles come over. */
  comments?: boolean;
  /** Files of an earlier import, by source key: they keep their names. */
  remembered?: ReadonlyMap<string, string>;
  /** The moment of the import; now unless told. */
  now?: Date;
  /** For the negative control of tests: what is not public comes over too. */
  unfiltered?: boolean;
  onProgress?: (what: string, done: number, total: number) => void;
}

export interface OpenedImport extends SiteImport {
  /** Removes the temporary base. */
  close(): void;
}

/**
 * Reads a dump and opens it as an import. Nothing but what is public comes out, and passwords, e-mail and IP addresses are
 * not even read.
 * @throws ImportError when the dump cannot be read, or holds no SPIP site
 */
export async function importSpip(options: ImportSpipOptions): Promise<OpenedImport> {
  const { onProgress = () => {}, now = new Date() } = options;
  const dump = await loadDump(options.dump, (done, total) => onProgress("lecture", done, total));
  const site = openSite(dump.base, { now, unfiltered: options.unfiltered });
  const url =
    (options.url ?? site.settings.get("adresse_site") ?? "").trim().replace(/\/+$/, "") ||
    "https://ancien-site.example";
  const mapping = mapSections(site, options);
  const addresses = readOldAddresses(site);
  const media = openMedia(site, options.img);
  const fallbackDate = now.toISOString().slice(0, 10);
  const places = planPlaces({
    site,
    mapping,
    remembered: options.remembered ?? new Map(),
    oldPaths: addresses.owners,
    fallbackDate,
  });
  const targets = openTargets({ site, places, media, addresses, url });
  const context: Import = {
    site,
    url,
    mapping,
    addresses,
    media,
    places,
    targets,
    breaks: !/^(?:1|2)\./.test(site.version),
    kept: new Map(),
  };
  return {
    source: { system: "spip", version: site.version, name: site.settings.get("nom_site") || "Sans nom", url },
    items: yieldAll(context, dump, options),
    close: () => dump.base.close(),
  };
}

async function* yieldAll(
  context: Import,
  { incomplete }: LoadedDump,
  options: ImportSpipOptions,
): AsyncIterable<ImportItem> {
  yield { kind: "site", fields: siteFields(context, options.theme ?? "clairiere") };
  yield { kind: "taxonomies", taxonomies: taxonomiesOf(context) };
  for (const item of yieldEntries(context, options)) {
    if (item.kind === "entry") {
      const type = item.fields.source.type;
      context.kept.set(type, (context.kept.get(type) ?? 0) + 1);
    }
    yield item;
    // Everything else here is done in one go: timers and signals get their turn.
    if (item.kind === "progress") await new Promise((next) => setImmediate(next));
  }
  for (const asset of context.media.assets()) yield { kind: "asset", ...asset };
  yield { kind: "redirects", redirects: [...yieldRedirects(context)] };
  for (const notice of finalNotices(context, incomplete, options)) yield { kind: "notice", ...notice };
  yield* yieldTallies(context, options.comments === true);
}

function* yieldEntries(context: Import, options: ImportSpipOptions): IterableIterator<ImportItem> {
  yield* yieldSections(context);
  yield* yieldArticles(context);
  yield* yieldBreves(context);
  yield* yieldAuthors(context);
  yield* yieldPartners(context);
  yield* yieldPetitions(context);
  yield* yieldDocuments(context);
  if (options.comments) yield* yieldComments(context);
}

function* finalNotices(
  context: Import,
  incomplete: string | undefined,
  { img }: ImportSpipOptions,
): IterableIterator<Notice> {
  if (incomplete !== undefined)
    yield {
      about: "lost",
      text: `Le fichier de sauvegarde est incomplet : ${incomplete} Demandez-en une autre copie.`,
    };
  if (img === undefined || !existsSync(img))
    yield {
      about: "missing-file",
      text: "Les images et documents n’ont pas été copiés : relancez l’import avec --img=DOSSIER, le dossier IMG de l’ancien site.",
    };
  const unused = context.media.unused();
  if (unused > 0)
    yield {
      about: "left-out",
      text: `${unused} fichiers du dossier IMG ne sont montrés par aucun contenu public : ils ne sont pas copiés.`,
    };
}
