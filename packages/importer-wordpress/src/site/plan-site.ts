/** Where each public post goes, and where each old address leads. */
import { pathOf } from "./old-address.ts";
import { placeName } from "./place-name.ts";
import type { PostHead, SurveyedSite } from "./survey-site.ts";
import { ENTRY_TYPES } from "./what-passes.ts";

export interface PlannedPost {
  head: PostHead;
  collection: "posts" | "pages" | "events";
  /** Path in the site's folder. */
  file: string;
  /** Path of its page here. */
  path: string;
  /** Path and query of its page there. */
  oldPath: string;
  lang: string;
}

export interface SitePlan {
  languages: string[];
  posts: ReadonlyMap<number, PlannedPost>;
  /** The page that lists the posts, whose place the list here takes. */
  postsPage: PlannedPost | undefined;
  /** First segment of the addresses of posts and events here. */
  segments: { posts: string; events: string };
}

/** Names of pages that hold nothing but the list of posts. */
const POSTS_PAGE = /^(?:(?:le-)?blog|actualites?|actus?|news|nouvelles|articles)$/;

/** @param remembered files of an earlier import, by `type/id`: they keep their names */
export function planPosts(site: SurveyedSite, remembered: ReadonlyMap<string, string>): SitePlan {
  const passing = [...site.heads.values()].filter(({ verdict }) => verdict.passes);
  const languages = languagesOf(site, passing);
  const main = languages[0] ?? "fr";
  const front = passing.find((head) => head.type === "page" && pathOf(head.link, site) === "/");
  const postsPageHead =
    front &&
    passing.find(
      (head) =>
        head.type === "page" &&
        head !== front &&
        head.isEmpty &&
        (site.info.postsPage ? head.id === site.info.postsPage : POSTS_PAGE.test(head.slug)),
    );
  const segments = { posts: postsPageHead ? placeName(postsPageHead.slug) : "actualites", events: "agenda" };
  const posts = new Map<number, PlannedPost>();
  const taken = new Set<string>();
  const pages = new Map(passing.filter(({ type }) => type === "page").map((head) => [head.id, head]));
  const folders = new Map<number, string>();

  for (const head of passing) {
    const collection = ENTRY_TYPES[head.type] ?? "pages";
    const lang = languageOf(head, languages);
    const oldPath = pathOf(head.link, site) || `/?p=${head.id}`;
    const known = remembered.get(`${head.type}/${head.id}`);
    const wanted =
      known?.replace(/\.md$/, "") ?? `${lang === main ? "" : `${lang}/`}${nameOf(head, collection, head === front)}`;
    const file = free(wanted, collection, taken);
    if (head === postsPageHead) continue;
    posts.set(head.id, { head, collection, file, path: pathHere(file, collection), oldPath, lang });
  }
  const postsPage = postsPageHead && {
    head: postsPageHead,
    collection: "pages" as const,
    file: "",
    path: `/${segments.posts}/`,
    oldPath: pathOf(postsPageHead.link, site),
    lang: main,
  };
  return { languages, posts, postsPage, segments };

  function nameOf(head: PostHead, collection: PlannedPost["collection"], isFront: boolean): string {
    const slug = placeName(decode(head.slug)) || placeName(head.title) || `${head.type}-${head.id}`;
    if (isFront) return "pages/index";
    if (collection !== "pages") return `${collection}/${dayOf(head.date)}${slug}`;
    if (head.type === "page") return `pages/${folderOf(head)}`;
    // A type of its own keeps its address: /equipe/maelle/.
    const names = pathOf(head.link, site)
      .split("/")
      .filter(Boolean)
      .map((name) => placeName(decode(name)));
    return `pages/${names.length > 0 && names.every(Boolean) ? names.join("/") : slug}`;
  }

  /** The slugs of the pages above and its own; a circle of pages is cut. */
  function folderOf(head: PostHead, below: ReadonlySet<number> = new Set()): string {
    const known = folders.get(head.id);
    if (known !== undefined) return known;
    const own = placeName(decode(head.slug)) || placeName(head.title) || `page-${head.id}`;
    const parent = below.has(head.id) ? undefined : (pages.get(head.parent) ?? hiddenParent(head));
    const folder =
      parent && parent.id !== head.id && !below.has(parent.id)
        ? `${folderOf(parent, new Set([...below, head.id]))}/${own}`
        : own;
    if (below.size === 0) folders.set(head.id, folder);
    return folder.split("/").slice(-8).join("/");
  }

  /** A page that stays behind still gives its name to the addresses below it. */
  function hiddenParent(head: PostHead): PostHead | undefined {
    const parent = site.heads.get(head.parent);
    return parent?.type === "page" && parent.slug !== "" ? parent : undefined;
  }

  function pathHere(file: string, collection: PlannedPost["collection"]): string {
    const names = file.replace(/\.md$/, "").split("/");
    const lang = languages.includes(names[0] ?? "") && names[0] !== main ? `/${names.shift()}` : "";
    names.shift();
    if (collection === "pages")
      return `${lang}/${names
        .filter((name) => name !== "index")
        .map((name) => `${name}/`)
        .join("")}`;
    const name = (names[0] ?? "").replace(/^\d{4}-\d{2}-\d{2}-(?=.)/, "");
    return `${lang}/${collection === "posts" ? segments.posts : segments.events}/${name}/`;
  }
}

/** The first free name: addresses of posts leave the date out, so that two of a name would meet. */
function free(wanted: string, collection: string, taken: Set<string>): string {
  const key = (name: string) =>
    (collection === "pages" ? name : name.replace(/\d{4}-\d{2}-\d{2}-(?=[^/]*$)/, "")).toLowerCase();
  let name = wanted;
  for (let number = 2; taken.has(key(name)); number++) name = `${wanted}-${number}`;
  taken.add(key(name));
  return `${name}.md`;
}

/** Languages of Polylang, the most used first; one without it. */
function languagesOf(site: SurveyedSite, passing: readonly PostHead[]): string[] {
  const counts = new Map<string, number>();
  for (const head of passing) {
    const lang = head.terms.find(({ taxonomy }) => taxonomy === "language")?.slug.slice(0, 2);
    if (lang && /^[a-z]{2}$/.test(lang)) counts.set(lang, (counts.get(lang) ?? 0) + 1);
  }
  const own = /^[a-z]{2,3}/.exec(site.info.language.toLowerCase())?.[0] ?? "fr";
  if (counts.size === 0) return [own];
  return [...counts].sort(([a, x], [b, y]) => Number(b === own) - Number(a === own) || y - x).map(([lang]) => lang);
}

function languageOf(head: PostHead, languages: readonly string[]): string {
  const lang = head.terms.find(({ taxonomy }) => taxonomy === "language")?.slug.slice(0, 2);
  return lang && languages.includes(lang) ? lang : (languages[0] ?? "fr");
}

function dayOf(date: string): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return day && day[1] !== "0000" ? `${day[0]}-` : "1970-01-01-";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
