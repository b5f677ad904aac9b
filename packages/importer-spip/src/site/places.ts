/** Where each object of the old site stands in the new one: its file and the path of its page. */
import { foldPath, slugify } from "@pivert/model";
import { readDate } from "./dates.ts";
import type { SectionMapping } from "./mapping.ts";
import { type Article, languageCode, type Section, type SpipSite } from "./spip-site.ts";
import { readTitle, shorten } from "./titles.ts";

export interface Place {
  /** Path in the site's folder. */
  file: string;
  /** Path of its page, such as `/asso/statuts/`. */
  path: string;
}

export interface Places {
  /** Articles, sections and short news that have a page; others give `undefined`. */
  of: (type: string, id: number | string) => Place | undefined;
  /** A free place in a collection. */
  take: (key: string, collection: string, lang: string, slug: string, date?: string) => Place;
  /** The date of an article as its file is named by it. */
  dateOf: (article: Article) => string;
}

export interface PlacesOptions {
  site: SpipSite;
  mapping: ReadonlyMap<number, SectionMapping>;
  /** Files of an earlier import, by `type/id`. */
  remembered: ReadonlyMap<string, string>;
  /** Paths that the old site answered at, folded, with their owner `type/id`: nobody else may take one. */
  oldPaths: ReadonlyMap<string, string>;
  /** The date of what has none. */
  fallbackDate: string;
}

/** First segments of addresses, as `model` declares the collections. */
const PATHS: Record<string, string> = {
  posts: "actualites/",
  albums: "albums/",
  documents: "documents/",
  people: "equipe/",
  partners: "partenaires/",
};
/** Addresses that are the site's own. */
const RESERVED = new Set(
  "actualites agenda albums documents equipe partenaires mots-cles rubriques auteurs media mentions-legales index 404 flux".split(
    " ",
  ),
);
const MAX_SLUG = 70;

export function planPlaces({ site, mapping, remembered, oldPaths, fallbackDate }: PlacesOptions): Places {
  const places = new Map<string, Place>();
  const takenFiles = new Set<string>();
  const takenPaths = new Set<string>();
  const prefix = (lang: string) => (lang === site.lang ? "" : `${lang}/`);

  const isFree = (place: Place, key: string) => {
    const owner = oldPaths.get(foldPath(place.path.replace(/\/$/, ""))) ?? key;
    return owner === key && !takenFiles.has(foldPath(place.file)) && !takenPaths.has(foldPath(place.path));
  };
  const claim = (key: string, candidates: (suffix: string) => Place): Place => {
    let place = candidates("");
    for (let times = 2; !isFree(place, key); times++) place = candidates(`-${times}`);
    takenFiles.add(foldPath(place.file));
    takenPaths.add(foldPath(place.path));
    places.set(key, place);
    return place;
  };
  const slugOf = (title: string, key: string) => {
    const slug = slugify(shorten(title, 200))
      .slice(0, MAX_SLUG)
      .replace(/-[^-]*$/, (rest) => (slugify(title).length > MAX_SLUG ? "" : rest));
    return slug || key.replace("/", "-");
  };

  for (const [source, file] of remembered) {
    const key = source.replace(/^(auteur|site)\//, (_, type: string) => `${LIST_KEYS[type] ?? type}/`);
    const place = { file, path: pathOf(file, site.lang) };
    takenFiles.add(foldPath(place.file));
    takenPaths.add(foldPath(place.path));
    places.set(key, place);
  }

  function placePage(key: string, lang: string, folder: string, slug: string, isFolder: boolean): Place {
    const start = `${prefix(lang)}pages/${folder}`;
    return claim(key, (suffix) => {
      const own = RESERVED.has(slug) && folder === "" ? `${slug}-page${suffix}` : `${slug}${suffix}`;
      return {
        file: isFolder ? `${start}${own}/index.md` : `${start}${own}.md`,
        path: `/${prefix(lang)}${folder}${own}/`,
      };
    });
  }

  function sectionFolder(id: number, lang: string, above: readonly number[] = []): string {
    const section = site.sections.get(id);
    if (!section?.isPublic || above.includes(id) || above.length > MAX_LEVELS) return "";
    const place = placeSection(section, [...above, id]);
    const start = `${prefix(section.lang)}pages/`;
    // A translation in another language than its section stands at the root of its own.
    return section.lang === lang && place.file.startsWith(start)
      ? place.file.slice(start.length, -"index.md".length)
      : "";
  }

  function placeSection(section: Section, above: readonly number[]): Place {
    const key = `rubrique/${section.id}`;
    const known = places.get(key);
    if (known) return known;
    return placePage(
      key,
      section.lang,
      sectionFolder(section.parent, section.lang, above),
      slugOf(section.title, key),
      true,
    );
  }

  const take: Places["take"] = (key, collection, lang, slug, date) => {
    const known = places.get(key);
    if (known) return known;
    const start = date === undefined ? "" : `${date.slice(0, 10)}-`;
    const name = slugOf(slug, key);
    return claim(key, (suffix) => ({
      file: `${prefix(lang)}${collection}/${start}${name}${suffix}.md`,
      path: `/${prefix(lang)}${PATHS[collection] ?? `${collection}/`}${name}${suffix}/`,
    }));
  };
  const dateOf = ({ id, date }: Article): string => {
    const own = readDate(date);
    if (own) return own.written;
    const row = site.one("SELECT date_redac, maj FROM articles WHERE id_article = ?", id);
    return (readDate(row?.date_redac) ?? readDate(row?.maj))?.written ?? fallbackDate;
  };

  for (const section of site.sections.values()) if (section.isPublic) placeSection(section, [section.id]);
  for (const article of site.articles.values()) {
    if (!article.isPublic || article.redirect !== "") continue;
    const key = `article/${article.id}`;
    if (places.has(key)) continue;
    if (mapping.get(article.section)?.isNews) take(key, "posts", article.lang, article.title, dateOf(article));
    else placePage(key, article.lang, sectionFolder(article.section, article.lang), slugOf(article.title, key), false);
  }
  for (const row of site.rows("SELECT id_breve, titre, lang, date_heure FROM breves ORDER BY id_breve")) {
    const key = `breve/${Number(row.id_breve)}`;
    const lang = languageCode(row.lang) ?? site.lang;
    const date = readDate(row.date_heure)?.written ?? fallbackDate;
    if (site.titles.has(key)) take(key, "posts", lang, readTitle(row.titre, lang).title, date);
  }
  return { of: (type, id) => places.get(`${type}/${id}`), take, dateOf };
}

/** What stands in lists only: a link to an author or a site does not lead to its entry, which has no page. */
const LIST_KEYS: Record<string, string> = { auteur: "personne", site: "partenaire" };
const MAX_LEVELS = 10;

/** The path of the page of a file that an earlier import wrote, or that an editor moved. */
function pathOf(file: string, lang: string): string {
  const segments = file.replace(/\.md$/, "").split("/");
  const foreign = !COLLECTIONS.has(segments[0] ?? "") && segments[0] !== lang ? `${segments.shift()}/` : "";
  const collection = segments.shift() ?? "";
  if (collection === "pages") {
    if (segments.at(-1) === "index") segments.pop();
    return `/${foreign}${segments.map((name) => `${slugify(name) || name}/`).join("")}`;
  }
  const name = (segments[0] ?? "").replace(/^\d{4}-\d{2}-\d{2}-(?=.)/, "");
  return `/${foreign}${PATHS[collection] ?? `${collection}/`}${slugify(name) || name}/`;
}

const COLLECTIONS = new Set(["pages", "posts", "events", "albums", "documents", "people", "partners"]);
