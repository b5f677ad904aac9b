/** Every address at which the old site answered for an object: all schemes of SPIP, and their history. */
import type { ObjectType, SpipSite } from "./spip-site.ts";

/** What `urls_propres` puts around the address of each type. */
const MARKERS: Record<string, readonly [before: string, after: string]> = {
  article: ["", ""],
  rubrique: ["-", "-"],
  breve: ["+", "+"],
  mot: ["+-", "-+"],
  auteur: ["_", "_"],
  site: ["@", "@"],
};
const ID_NAMES: Record<string, string> = { site: "id_syndic" };

export interface OldAddresses {
  /** Paths with their queries; the one in use first. */
  of: (type: ObjectType, id: number) => string[];
  /** Plain paths without a query, folded by case, with their owner `type/id`. */
  owners: ReadonlyMap<string, string>;
  /** The address in use: for `source.url`, and for links of reports. */
  current: (type: ObjectType, id: number) => string;
  /** What an address of the old site shows, a path with its query. */
  find: (address: string) => { type: ObjectType; id: number } | undefined;
}

interface Known {
  /** Segments, the one in use first. */
  segments: string[];
}

export function readOldAddresses(site: SpipSite): OldAddresses {
  const known = readSegments(site);
  const scheme = site.settings.get("type_urls") ?? "page";
  const segmentsOf = (type: ObjectType, id: number) => known.get(`${type}/${id}`)?.segments ?? [];

  /** `a/b/` for the sections above an object. */
  function treeOf(id: number, depth = 0): string {
    const section = site.sections.get(id);
    if (!section || depth > 20) return "";
    const own = segmentsOf("rubrique", id)[0] ?? `rubrique${id}`;
    return `${treeOf(section.parent, depth + 1)}${own}/`;
  }

  function parentOf(type: ObjectType, id: number): number {
    if (type === "article") return site.articles.get(id)?.section ?? 0;
    if (type === "rubrique") return site.sections.get(id)?.parent ?? 0;
    const table = type === "breve" ? "breves" : type === "site" ? "syndic" : undefined;
    if (!table) return 0;
    const row = site.one(`SELECT id_rubrique FROM ${table} WHERE ${idName(type)} = ?`, id);
    return Number(row?.id_rubrique ?? 0);
  }

  function of(type: ObjectType, id: number): string[] {
    const [before, after] = MARKERS[type] ?? ["", ""];
    const tree = treeOf(parentOf(type, id));
    const own = segmentsOf(type, id);
    const nice = own.flatMap((segment) => {
      const marked = `${before}${segment}${after}`;
      const end = type === "rubrique" ? "/" : "";
      const inTree = segment.includes("/") ? segment : `${tree}${segment}`;
      return [
        ...[marked, segment].flatMap((name) => [`/${name}`, `/${name}.html`, `/?${name}`]),
        `/${inTree}${end}`,
        ...(type === "rubrique" ? [] : [`/${tree}${type}/${segment}`, `/${inTree}.html`]),
      ];
    });
    return [...new Set([current(type, id), ...fixedAddresses(type, id), ...nice])].filter(isPath);
  }

  function current(type: ObjectType, id: number): string {
    const [before, after] = MARKERS[type] ?? ["", ""];
    const segment = segmentsOf(type, id)[0];
    if (scheme === "html") return `/${type}${id}.html`;
    if (segment === undefined || scheme === "page" || scheme === "simple") return `/spip.php?${type}${id}`;
    if (scheme === "arbo") return `/${treeOf(parentOf(type, id))}${segment}${type === "rubrique" ? "/" : ""}`;
    if (scheme === "libres") return `/${segment}`;
    if (scheme === "propres_qs") return `/?${before}${segment}${after}`;
    return `/${before}${segment}${after}${scheme === "propres2" ? ".html" : ""}`;
  }

  const owners = new Map<string, string>();
  for (const key of known.keys()) {
    const [type, id] = key.split("/");
    for (const path of of(type as ObjectType, Number(id)))
      if (!path.includes("?") && !owners.has(fold(path))) owners.set(fold(path), key);
  }
  const bySegment = new Map<string, string>();
  for (const [key, { segments }] of known)
    for (const segment of segments) {
      const name = fold(`/${segment}`);
      // A section, or the like, may share its name with an article: its markers tell.
      if (!bySegment.has(name) || key.startsWith("article/")) bySegment.set(name, key);
      const [before, after] = MARKERS[key.split("/")[0] ?? ""] ?? ["", ""];
      if (before !== "") bySegment.set(fold(`/${before}${segment}${after}`), key);
    }

  function find(address: string): { type: ObjectType; id: number } | undefined {
    const fixed = readFixed(address);
    if (fixed) return fixed;
    const [path = "", query = ""] = address.replace(/#.*$/, "").split("?");
    const name = path.replace(/\/$/, "") === "" ? query.replace(/&.*$/, "") : path;
    const bare = decode(name)
      .replace(/^\/+|\/+$/g, "")
      .replace(/\.html?$/, "");
    if (bare === "") return undefined;
    const key = bySegment.get(fold(`/${bare}`)) ?? bySegment.get(fold(`/${bare.split("/").at(-1)}`));
    const [type, id] = key?.split("/") ?? [];
    return type === undefined ? undefined : { type: type as ObjectType, id: Number(id) };
  }
  return { of, owners, current, find };
}

const TYPES = "article|rubrique|breve|mot|auteur|site";
const FIXED = [
  new RegExp(`(?:^|/)(?:spip\\.php3?)?\\?(${TYPES})=?(\\d+)\\b`),
  new RegExp(`[?&](?:page=)(${TYPES})&(?:[^#]*&)?id_\\w+=(\\d+)`),
  new RegExp(`(?:^|/)(${TYPES})\\.php3?\\?(?:[^#]*&)?id_\\w+=(\\d+)`),
  new RegExp(`(?:^|/)(${TYPES})(\\d+)(?:\\.html)?(?:[?#]|$)`),
];

function readFixed(address: string): { type: ObjectType; id: number } | undefined {
  for (const pattern of FIXED) {
    const [, type, id] = pattern.exec(address) ?? [];
    if (type !== undefined) return { type: type as ObjectType, id: Number(id) };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign is no encoding.
    return text;
  }
}

/** Addresses that need no memory, of SPIP 1.8 to 4. */
function fixedAddresses(type: ObjectType, id: number): string[] {
  const name = idName(type);
  return [
    `/spip.php?${type}${id}`,
    `/spip.php?page=${type}&${name}=${id}`,
    `/?page=${type}&${name}=${id}`,
    `/${type}${id}.html`,
    `/${type}${id}`,
    `/?${type}${id}`,
    `/${type}.php3?${name}=${id}`,
    `/${type}.php?${name}=${id}`,
    `/spip.php3?${type}${id}`,
    `/spip.php3?page=${type}&${name}=${id}`,
  ];
}

function idName(type: string): string {
  return ID_NAMES[type] ?? `id_${type}`;
}

/** `perma` wins, else the newest; whatever came before goes on answering. */
function readSegments(site: SpipSite): Map<string, Known> {
  const known = new Map<string, Known>();
  const query =
    "SELECT url, type, id_objet FROM urls ORDER BY CAST(coalesce(perma, 0) AS INTEGER) DESC, date DESC, url";
  for (const { url, type, id_objet } of site.rows(query)) {
    const name = type === "syndic" ? "site" : String(type);
    if (!Object.hasOwn(MARKERS, name)) continue;
    const key = `${name}/${Number(id_objet)}`;
    const segments = known.get(key)?.segments ?? [];
    segments.push(String(url));
    known.set(key, { segments });
  }
  return known;
}

/** What can be asked of a server and stand in `redirects.csv`. */
function isPath(path: string): boolean {
  return /^\/(?![/\\])[^\s\u0000-\u001f\u007f<>"\\#]*$/u.test(path) && !path.split("?")[0]?.split("/").includes("..");
}

function fold(path: string): string {
  return path.replace(/\/$/, "").normalize("NFC").toLowerCase();
}
