/** What an import yields, whatever the system it reads: the writer makes a site's folder and a report of it. */
import type { Redirect, Taxonomies } from "@pivert/model";

/** Where an import comes from. */
export interface ImportSource {
  system: "spip" | "wordpress";
  /** Version of the system, as far as it can be told: `4.4.4`, `2.x`. */
  version: string;
  /** Name of the site that is moved. */
  name: string;
  /** Its address, without a slash at the end: an import is repeated into the same folder only from the same address. */
  url: string;
}

/** A site on its way in: items come one by one, so that memory does not grow with the site. */
export interface SiteImport {
  source: ImportSource;
  items: AsyncIterable<ImportItem>;
}

export type ImportItem =
  /** The fields of `site.yaml`: name, url, languages, menu… */
  | { kind: "site"; fields: Record<string, unknown> }
  | { kind: "taxonomies"; taxonomies: Partial<Taxonomies> }
  | ({ kind: "entry" } & ImportedEntry)
  | ({ kind: "comments" } & ImportedComments)
  | ({ kind: "asset" } & ImportedAsset)
  | { kind: "redirects"; redirects: readonly Redirect[] }
  | ({ kind: "notice" } & Notice)
  | ({ kind: "tally" } & Tally)
  | ({ kind: "mapping" } & Mapping)
  /** How far the import is: `done` of `total` things of this kind. */
  | { kind: "progress"; what: string; done: number; total: number };

export interface ImportedEntry {
  /** Path in the site's folder, such as `posts/2019-06-15-la-fete.md`. */
  file: string;
  /** Front matter. `source` must be there: it is how an entry is known again. */
  fields: Record<string, unknown> & { title: string; source: EntrySource };
  /** Markdown. */
  body: string;
}

export interface EntrySource {
  system: ImportSource["system"];
  /** As the system names it: `article`, `rubrique`, `post`. */
  type: string;
  id: number | string;
  /** The old address, as a path with its query. */
  url?: string;
}

/** The comments of an entry, as they stood on the old site: names and texts, nothing that identifies a machine. */
export interface ImportedComments {
  /** `comments/<collection>/<slug>.yaml` */
  file: string;
  comments: readonly ImportedComment[];
}

export interface ImportedComment {
  id: number | string;
  /** The comment that it answers. */
  parent?: number | string;
  author: string;
  /** `2019-06-15 18:30` */
  date?: string;
  /** Markdown. */
  body: string;
}

export interface ImportedAsset {
  /** Path in the site's folder, below `media/`. */
  file: string;
  /** Changes when the bytes do, such as size and time: a file whose stamp is known is not read again. */
  stamp?: string;
  /** @throws when the file cannot be had: the report then lists it as missing */
  load: () => AsyncIterable<Uint8Array> | Promise<Uint8Array>;
}

/** Something that an association should know. */
export interface Notice {
  about: NoticeKind;
  /** What happened and what to do, in French, as plain text. */
  text: string;
  /** What it concerns; absent for the site as a whole. */
  entry?: NoticeEntry;
}

export interface NoticeEntry {
  type: string;
  id: number | string;
  /** Absent for what was not public: its title must not come over. */
  title?: string;
  /** Its file in the new site, when it has one. */
  file?: string;
  /** Where it stood on the old site: an absolute address. */
  url?: string;
}

/** Kinds of notices, in the order in which the report shows them, with their French title and what to do about them. */
export const NOTICES = {
  lost: { title: "Ce qui n’a pas pu être repris", advice: "À refaire à la main si vous y tenez." },
  "missing-file": {
    title: "Fichiers introuvables",
    advice: "Déposez ces fichiers dans la médiathèque, au même nom, ou retirez-les des textes.",
  },
  "dead-link": { title: "Liens qui ne mènent à rien", advice: "Corrigez-les ou retirez-les." },
  changed: { title: "Ce qui a changé de forme", advice: "Regardez si le résultat vous convient." },
  check: { title: "Textes à relire en premier", advice: "Leur mise en forme était inhabituelle." },
  edited: {
    title: "Modifié ici depuis le dernier import",
    advice: "Votre version est gardée ; celle de l’ancien site est montrée pour que vous puissiez choisir.",
  },
  removed: { title: "Retiré de l’ancien site", advice: "Ces pages ont été retirées ici aussi." },
  "left-out": { title: "Laissé de côté volontairement", advice: "Rien de ceci n’était public." },
} as const;

export type NoticeKind = keyof typeof NOTICES;

/** What the source held of a kind and what became of it: `found` is `kept` plus everything in `others`. */
export interface Tally {
  /** French name in the plural: `articles publiés`. */
  what: string;
  found: number;
  kept: number;
  /** French reasons with their numbers: `{ "non publiés": 4 }`. */
  others: Record<string, number>;
}

/** Where a part of the old site goes, for `--plan`. */
export interface Mapping {
  /** Such as `rubrique 7 « Archives »`. */
  from: string;
  /** Such as `actualites/`. */
  to: string;
  /** Entries that go there. */
  count: number;
  /** Why, and how to choose otherwise, in French. */
  why: string;
}

/** How an entry is remembered from one import to the next. */
export function sourceKey({ type, id }: Pick<EntrySource, "type" | "id">): string {
  return `${type}/${id}`;
}
