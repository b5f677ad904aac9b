/** From an entry's file to its collection, language and address: a pure function of the path and the site's settings. */
import { COLLECTION_NAMES, COLLECTIONS, type CollectionName, type Site, slugify } from "@pivert/model";

export interface EntryPlace {
  collection: CollectionName;
  lang: string;
  /** Last segment of the address; `""` for the home page. */
  slug: string;
  /** Path of its page, such as `/asso/statuts/`, also for entries that only stand in lists. */
  path: string;
}

/** Where an entry's file leads, or `undefined` when the path is that of no entry. */
export function placeEntry(file: string, site: Site): EntryPlace | undefined {
  if (!file.endsWith(".md")) return undefined;
  const segments = file.slice(0, -".md".length).split("/");
  const main = site.languages[0] ?? "fr";
  const foreign = segments.length > 2 && segments[0] !== main && site.languages.includes(segments[0] ?? "");
  const lang = foreign ? (segments.shift() ?? main) : main;
  const collection = COLLECTION_NAMES.find((name) => name === segments[0]);
  if (!collection || segments.length < 2) return undefined;
  const prefix = languagePrefix(lang, site);
  if (COLLECTIONS[collection].naming === "tree") {
    const slugs = segments.slice(1).map((segment) => segmentOf(segment));
    if (slugs.at(-1) === "index") slugs.pop();
    return { collection, lang, slug: slugs.at(-1) ?? "", path: prefix + slugs.map((slug) => `${slug}/`).join("") };
  }
  if (segments.length !== 2) return undefined;
  const name = (segments[1] ?? "").replace(/^\d{4}-\d{2}-\d{2}-(?=.)/, "");
  const slug = segmentOf(name);
  return { collection, lang, slug, path: `${collectionPath(collection, lang, site)}${slug}/` };
}

/** A name as a segment of an address; one of another script stays as it is, without what means something in addresses. */
function segmentOf(name: string): string {
  return slugify(name) || name.replace(/[#?%]+/g, "-");
}

/** `/` for the main language, `/en/` for another. */
export function languagePrefix(lang: string, site: Site): string {
  return lang === site.languages[0] ? "/" : `/${lang}/`;
}

/** The path of a collection's list, such as `/actualites/`. */
export function collectionPath(collection: CollectionName, lang: string, site: Site): string {
  const segment = site.collections[collection]?.path ?? COLLECTIONS[collection].path;
  return `${languagePrefix(lang, site)}${segment}${segment && "/"}`;
}
