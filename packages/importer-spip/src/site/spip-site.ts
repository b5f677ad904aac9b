/** A SPIP site as its base tells it: what is public, how it hangs together. Texts stay in the base until they are asked for. */
import type { StatementSync } from "node:sqlite";
import type { Row, SpipBase } from "../dump/spip-base.ts";
import { cleanText } from "../text/entities.ts";
import { readDate } from "./dates.ts";
import { readTitle } from "./titles.ts";

/** SPIP's names of things, in the singular. */
export type ObjectType = "article" | "rubrique" | "breve" | "mot" | "auteur" | "site" | "document" | "forum";

export interface Section {
  id: number;
  parent: number;
  title: string;
  order: number | undefined;
  lang: string;
  isPublic: boolean;
  date: string;
}

export interface Article {
  id: number;
  section: number;
  title: string;
  order: number | undefined;
  lang: string;
  /** Public now, or at a date to come. */
  isPublic: boolean;
  isFuture: boolean;
  date: string;
  /** What it redirects to, as written; `""` when it does not. */
  redirect: string;
  /** The article that it translates; 0 when it does not. */
  translates: number;
}

export interface Document {
  id: number;
  /** Path below `IMG/`, or an address. */
  file: string;
  isRemote: boolean;
  extension: string;
  title: string;
  isPublic: boolean;
  mode: string;
  width: number;
  height: number;
}

export interface SpipSite {
  version: string;
  settings: ReadonlyMap<string, string>;
  lang: string;
  sections: ReadonlyMap<number, Section>;
  articles: ReadonlyMap<number, Article>;
  documents: ReadonlyMap<number, Document>;
  /** Everything else that is public, by `type/id`: its title. */
  titles: ReadonlyMap<string, string>;
  /** The rows of a query: never the texts of all articles at once. */
  rows: (query: string, ...values: (string | number)[]) => Row[];
  one: (query: string, ...values: (string | number)[]) => Row | undefined;
}

export interface OpenSiteOptions {
  /** The moment of the import: what is dated later is to come. */
  now: Date;
  /** For a negative control in tests: nothing is left out. */
  unfiltered?: boolean;
}

export function openSite(base: SpipBase, { now, unfiltered = false }: OpenSiteOptions): SpipSite {
  const { database } = base;
  // A statement holds memory until it is collected: each is made once.
  const statements = new Map<string, StatementSync>();
  const prepare = (query: string): StatementSync => {
    const known = statements.get(query) ?? database.prepare(query);
    statements.set(query, known);
    return known;
  };
  const rows: SpipSite["rows"] = (query, ...values) => prepare(query).all(...values);
  const one: SpipSite["one"] = (query, ...values) => prepare(query).get(...values);
  const settings = new Map(
    [...rows("SELECT nom, valeur FROM meta")].map(({ nom, valeur }) => [String(nom), cleanText(String(valeur ?? ""))]),
  );
  const lang = languageCode(settings.get("langue_site")) ?? "fr";
  const moment = localMoment(now);
  const isPublished = (statut: unknown) => unfiltered || statut === "publie";

  const sections = new Map<number, Section>();
  for (const row of rows("SELECT id_rubrique, id_parent, titre, statut, lang, date FROM rubriques")) {
    const own = languageCode(row.lang) ?? lang;
    sections.set(Number(row.id_rubrique), {
      id: Number(row.id_rubrique),
      parent: Number(row.id_parent),
      ...readTitle(row.titre, own),
      lang: own,
      isPublic: isPublished(row.statut),
      date: String(row.date ?? ""),
    });
  }

  const articles = new Map<number, Article>();
  for (const row of rows(
    "SELECT id_article, id_rubrique, titre, statut, date, date_redac, lang, id_trad, virtuel, substr(chapo, 1, 300) AS chapo FROM articles ORDER BY id_article",
  )) {
    const id = Number(row.id_article);
    const own = languageCode(row.lang) ?? lang;
    const date = String(row.date ?? "");
    const original = Number(row.id_trad ?? 0);
    articles.set(id, {
      id,
      section: Number(row.id_rubrique),
      ...readTitle(row.titre, own),
      lang: own,
      isPublic: isPublished(row.statut),
      isFuture: readDate(date) !== undefined && date > moment && settings.get("post_dates") !== "oui",
      date,
      redirect: redirectOf(row),
      translates: original > 0 && original !== id ? original : 0,
    });
  }

  const documents = new Map<number, Document>();
  for (const row of rows(
    "SELECT id_document, fichier, distant, extension, titre, statut, mode, largeur, hauteur FROM documents",
  )) {
    const file = cleanText(String(row.fichier ?? "")).trim();
    const isRemote = row.distant === "oui" || /^(?:https?:)?\/\//.test(file);
    documents.set(Number(row.id_document), {
      id: Number(row.id_document),
      file: isRemote ? file : file.replace(/^(?:\.*\/)*(?:IMG\/)?/, ""),
      isRemote,
      extension: (String(row.extension ?? "") || (/\.(\w{1,8})$/.exec(file)?.[1] ?? "")).toLowerCase(),
      title: readTitle(row.titre, lang).title,
      // Before SPIP 3 documents have no state of their own.
      isPublic: row.statut === null || row.statut === "" || isPublished(row.statut),
      mode: String(row.mode ?? ""),
      width: Number(row.largeur ?? 0),
      height: Number(row.hauteur ?? 0),
    });
  }
  return {
    version: versionOf(settings, base),
    settings,
    lang,
    sections,
    articles,
    documents,
    titles: readTitles(rows, lang, isPublished),
    rows,
    one,
  };
}

/** The public part of the rest. An author is known by what is public of his or hers. */
function readTitles(
  rows: SpipSite["rows"],
  lang: string,
  isPublished: (statut: unknown) => boolean,
): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  const title = (written: unknown) => readTitle(written, lang).title;
  for (const row of rows("SELECT id_breve, titre, statut FROM breves"))
    if (isPublished(row.statut)) titles.set(`breve/${row.id_breve}`, title(row.titre));
  for (const row of rows("SELECT id_mot, titre FROM mots")) titles.set(`mot/${row.id_mot}`, title(row.titre));
  for (const row of rows("SELECT id_syndic, nom_site, statut FROM syndic"))
    if (isPublished(row.statut)) titles.set(`site/${row.id_syndic}`, title(row.nom_site));
  for (const row of rows("SELECT id_forum, titre, statut FROM forum"))
    if (isPublished(row.statut)) titles.set(`forum/${row.id_forum}`, title(row.titre));
  for (const row of rows("SELECT id_auteur, nom, statut FROM auteurs"))
    if (row.statut === "0minirezo" || row.statut === "1comite" || isPublished(row.statut))
      titles.set(`auteur/${row.id_auteur}`, authorName(row.nom, lang));
  return titles;
}

/** Some write `Le Goff*Yann`: the name is shown as it is read aloud. */
export function authorName(written: unknown, lang: string): string {
  return readTitle(written, lang).title;
}

/** SPIP 3 has a field of its own; before, the chapo began with `=`. */
function redirectOf({ virtuel, chapo }: Row): string {
  const own = String(virtuel ?? "").trim();
  if (own !== "") return own.replace(/^=/, "");
  const before = String(chapo ?? "");
  return before.startsWith("=") ? (before.slice(1).split(/\s/)[0] ?? "") : "";
}

/** `fr`, `pt-BR` for SPIP's `fr`, `pt_br`; `undefined` when there is none. */
export function languageCode(written: unknown): string | undefined {
  const [, code, part] = /^([a-z]{2,3})(?:_([a-z]{2})\b)?/i.exec(String(written ?? "")) ?? [];
  return code && `${code.toLowerCase()}${part ? `-${part.toUpperCase()}` : ""}`;
}

function localMoment(now: Date): string {
  return now.toLocaleString("sv-SE", { timeZone: "Europe/Paris" });
}

/** As far as the base tells: the number of its schema grew with each version. */
function versionOf(settings: ReadonlyMap<string, string>, base: SpipBase): string {
  const schema = Number(settings.get("version_installee") ?? 0);
  const [, version] = SCHEMAS.find(([from]) => schema >= from) ?? [];
  if (version !== undefined) return version;
  const columns = (table: string) =>
    base.database
      .prepare(`SELECT count(*) AS n FROM ${table} WHERE ${table === "articles" ? "virtuel" : "credits"} IS NOT NULL`)
      .get();
  return Number(columns("articles")?.n ?? 0) > 0 ? "3.x" : "2.x";
}

const SCHEMAS: readonly (readonly [from: number, version: string])[] = [
  [2022022303, "4.2 ou plus"],
  [2021021800, "4.0 ou 4.1"],
  [23375, "3.2"],
  [21676, "3.1"],
  [19267, "3.0"],
  [15828, "2.1"],
  [12000, "2.0"],
  [1.8, "1.9"],
];
