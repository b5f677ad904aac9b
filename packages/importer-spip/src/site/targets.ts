/** Where the shortcuts and addresses of a text lead in the new site. */
import { decodeText } from "../text/entities.ts";
import type { Media } from "./media.ts";
import type { OldAddresses } from "./old-addresses.ts";
import type { Places } from "./places.ts";
import type { Document, ObjectType, SpipSite } from "./spip-site.ts";
import { termPath } from "./term-path.ts";

export interface Target {
  href: string;
  /** What is shown when the author wrote no text. */
  title: string;
  /** French: why nothing is there. */
  dead?: string;
}

export interface Targets {
  /** A shortcut or address, as written in a text. */
  resolve: (written: string) => Target | undefined;
  /** An object of the old site. */
  object: (type: ObjectType, id: number) => Target;
  /** The page of an object, following articles that redirect; `undefined` when it has none. */
  pathOf: (type: ObjectType, id: number) => string | undefined;
}

export interface TargetsOptions {
  site: SpipSite;
  places: Places;
  media: Media;
  addresses: OldAddresses;
  /** The public address of the old site. */
  url: string;
}

const ALIASES: Record<string, ObjectType> = {
  "": "article",
  art: "article",
  article: "article",
  rub: "rubrique",
  rubrique: "rubrique",
  br: "breve",
  breve: "breve",
  mot: "mot",
  aut: "auteur",
  auteur: "auteur",
  doc: "document",
  document: "document",
  im: "document",
  img: "document",
  image: "document",
  emb: "document",
  site: "site",
  syndic: "site",
  forum: "forum",
};

/** SPIP shortens addresses that it shows. */
const SHOWN_LENGTH = 40;
const CUT_LENGTH = 35;

export function openTargets({ site, places, media, addresses, url }: TargetsOptions): Targets {
  const hosts = ownHosts(url);
  const byFile = new Map<string, Document>();
  const byName = new Map<string, string>();
  for (const document of site.documents.values()) {
    if (document.isRemote) continue;
    byFile.set(document.file, document);
    const name = document.file.split("/").at(-1)?.toLowerCase() ?? "";
    for (const one of [name, name.replace(/\.\w+$/, "")]) if (!byName.has(one)) byName.set(one, document.file);
  }

  function resolve(written: string): Target | undefined {
    const address = decodeText(written).trim();
    if (address === "" || /^(?:https?|ftp|mailto):?\/?\/?$/i.test(address)) return undefined;
    const [, name, digits, , query, , fragment] = /^(\w*?)\s*(\d+)(\?(.*?))?(#(\S*))?$/.exec(address) ?? [];
    const type = name === undefined ? undefined : ALIASES[name.toLowerCase()];
    if (type !== undefined) {
      const target = name?.toLowerCase() === "site" ? siteAddress(Number(digits)) : object(type, Number(digits));
      return { ...target, href: withSuffix(target.href, query, fragment) };
    }
    return explicit(address);
  }

  function explicit(address: string): Target {
    const title = address.length > SHOWN_LENGTH ? `${address.slice(0, CUT_LENGTH)}...` : address;
    if (address.startsWith("#")) return { href: address, title };
    if (/^www\.[^@]+$/i.test(address)) return explicitWeb(`https://${address}`, title);
    if (/^[^\s/@:?#]+@[^\s/@:?#]+\.[^\s/@:?#]+$/.test(address)) return { href: `mailto:${address}`, title: address };
    if (/^(?:https?:)?\/\//i.test(address)) return explicitWeb(address, title);
    if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return { href: address, title };
    return local(`/${address.replace(/^(?:\.{0,2}\/)+/, "")}`, title);
  }

  function explicitWeb(address: string, title: string): Target {
    const whole = address.startsWith("//") ? `https:${address}` : address;
    if (!URL.canParse(whole)) return { href: whole, title, dead: "cette adresse est mal écrite" };
    const { host, pathname, search, hash } = new URL(whole);
    return hosts.has(host.toLowerCase()) ? local(pathname + search + hash, title) : { href: whole, title };
  }

  /** An address of the old site. */
  function local(address: string, title: string): Target {
    const [, path = "", suffix = "", fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(address) ?? [];
    const file = imagePath(path);
    if (file !== undefined) return fileTarget(file, title);
    if (path === "/" && suffix === "") return { href: fragment ? `/#${fragment}` : "/", title };
    const found = addresses.find(path + suffix);
    if (!found) {
      const isHome =
        /^\/(?:index\.(?:php3?|html?)|spip\.php3?|sommaire\.php3?)?$/.test(path) &&
        !/[?&]page=(?!sommaire)/.test(suffix);
      if (isHome) return { href: "/", title };
      return { href: address, title, dead: "cette page n’existe pas sur l’ancien site" };
    }
    const target = object(found.type, found.id);
    return { ...target, title, href: withSuffix(target.href, undefined, fragment) };
  }

  /** The file below `IMG/`, also of a thumbnail: `local/cache-vignettes/L150xH112/name-1a2b3.jpg`. */
  function imagePath(path: string): string | undefined {
    const plain = decodePath(path);
    const [, inside] = /(?:^|\/)IMG\/(.+)$/.exec(plain) ?? [];
    if (inside !== undefined) return inside;
    const [, stem, extension] =
      /(?:^|\/)local\/cache-[\w-]+\/(?:L\d+xH\d+\/)?(.+?)(?:-[0-9a-f]{5,32})?\.(\w+)$/.exec(plain) ?? [];
    if (stem === undefined) return undefined;
    return byName.get(`${stem}.${extension}`.toLowerCase()) ?? byName.get(stem.toLowerCase());
  }

  function fileTarget(path: string, title: string): Target {
    const document = byFile.get(path);
    if (document && !document.isPublic) return { href: `/IMG/${path}`, title, dead: "ce document n’est pas public" };
    const { file, found } = media.use(path);
    const target = { href: `/${file}`, title };
    return found || !media.present ? target : { ...target, dead: `le fichier IMG/${path} est introuvable` };
  }

  function siteAddress(id: number): Target {
    const title = site.titles.get(`site/${id}`);
    const address = String(site.one("SELECT url_site FROM syndic WHERE id_syndic = ?", id)?.url_site ?? "").trim();
    if (title === undefined) return dead("site", id);
    return /^https?:/i.test(address) ? { href: address, title } : { ...object("site", id), title };
  }

  function object(type: ObjectType, id: number): Target {
    if (type === "document") return document(id);
    if (type === "forum") return message(id);
    const title = titleOf(type, id);
    const path = title === undefined ? undefined : linkOf(type, id);
    return path === undefined || title === undefined ? dead(type, id) : { href: path, title: title || `${type} ${id}` };
  }

  function titleOf(type: ObjectType, id: number): string | undefined {
    if (type === "article") {
      const article = site.articles.get(id);
      return article?.isPublic ? article.title : undefined;
    }
    if (type === "rubrique") {
      const section = site.sections.get(id);
      return section?.isPublic ? section.title : undefined;
    }
    return site.titles.get(`${type}/${id}`);
  }

  /** How a text leads to an object: to its file, so that the link holds when the page moves. */
  function linkOf(type: ObjectType, id: number): string | undefined {
    const place = places.of(type, id);
    return place ? `/${place.file}` : pathOf(type, id);
  }

  function pathOf(type: ObjectType, id: number, above: readonly number[] = []): string | undefined {
    const place = places.of(type, id);
    if (place) return place.path;
    const article = type === "article" ? site.articles.get(id) : undefined;
    if (article?.isPublic && article.redirect !== "") {
      if (above.length > 10 || above.includes(id)) return undefined;
      return followRedirect(article.redirect, [...above, id]);
    }
    if (type === "site") return site.titles.has(`site/${id}`) ? "/partenaires/" : undefined;
    const title = site.titles.get(`${type}/${id}`);
    if (title === undefined || (type !== "mot" && type !== "auteur")) return undefined;
    return termPath(type === "mot" ? "tag" : "author", title);
  }

  function followRedirect(written: string, above: readonly number[]): string | undefined {
    const [, name, digits] = /^(\w*?)\s*(\d+)$/.exec(written.trim()) ?? [];
    const found =
      name !== undefined && ALIASES[name.toLowerCase()] === "article"
        ? { type: "article" as const, id: Number(digits) }
        : isOwn(written)
          ? addresses.find(written.replace(/^https?:\/\/[^/]+/i, ""))
          : undefined;
    if (found) return pathOf(found.type, found.id, above);
    const target = resolve(written);
    if (!target || target.dead !== undefined) return undefined;
    const place = /^\/(.+)\.md(?:#.*)?$/.exec(target.href);
    const { type, id } = place ? (addresses.find(written) ?? { type: undefined, id: 0 }) : { type: undefined, id: 0 };
    const [, alias = "", number = ""] = /^(\w+?)\s*(\d+)/.exec(written.trim()) ?? [];
    const aliased = ALIASES[alias.toLowerCase()];
    if (place && aliased) return pathOf(aliased, Number(number), above);
    return place && type ? pathOf(type, id, above) : target.href;
  }

  function isOwn(written: string): boolean {
    if (!/^(?:https?:)?\/\//i.test(written)) return true;
    return URL.canParse(written) && hosts.has(new URL(written).host.toLowerCase());
  }

  function document(id: number): Target {
    const found = site.documents.get(id);
    if (!found?.isPublic) return dead("document", id);
    const title = found.title || found.file;
    return found.isRemote ? { href: found.file, title } : fileTarget(found.file, title);
  }

  /** A message stands below its article. */
  function message(id: number): Target {
    const title = site.titles.get(`forum/${id}`);
    const row = title === undefined ? undefined : site.one("SELECT objet, id_objet FROM forum WHERE id_forum = ?", id);
    if (title === undefined || !row) return dead("forum", id);
    const page = object(String(row.objet) as ObjectType, Number(row.id_objet));
    return { ...page, title, href: withSuffix(page.href, undefined, `forum${id}`) };
  }

  function dead(type: ObjectType, id: number): Target {
    return {
      href: `/spip.php?${type}${id}`,
      title: `${type} ${id}`,
      dead: `${type} ${id} n’existe pas, ou n’est pas public`,
    };
  }

  return { resolve, object, pathOf };
}

function withSuffix(href: string, query: string | undefined, fragment: string | undefined): string {
  const asked = query ? `${href.includes("?") ? "&" : "?"}${query}` : "";
  return `${href}${asked}${fragment ? `#${fragment}` : ""}`;
}

/** The old site with and without `www.` */
function ownHosts(url: string): ReadonlySet<string> {
  if (!URL.canParse(url)) return new Set();
  const bare = new URL(url).host.toLowerCase().replace(/^www\./, "");
  return new Set([bare, `www.${bare}`]);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign is no encoding.
    return path;
  }
}
