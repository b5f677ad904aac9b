/** An object of the old site as an entry of the new one. */
import type { ImportItem } from "@pivert/importer";
import type { Place } from "../site/places.ts";
import type { ObjectType } from "../site/spip-site.ts";
import { shorten } from "../site/titles.ts";
import { type BodyContext, writeBody } from "../site/write-body.ts";
import { aboutObject, type Import } from "./import-context.ts";

export interface EntryOptions {
  type: ObjectType;
  id: number;
  place: Place;
  title: string;
  lang: string;
  /** Texts of the body, in the order of the page. */
  texts: readonly unknown[];
  /** A text that sums the entry up, in shortcuts. */
  summary?: unknown;
  /** Front matter besides title, language, summary and source. */
  fields?: Record<string, unknown>;
  /** Of a translation inside `<multi>`: its own id. */
  sourceId?: string;
}

const MAX_TITLE = 300;
const MAX_SUMMARY = 1000;

/** The entry, and what is to be told about it. */
export function* entryItems(context: Import, options: EntryOptions): IterableIterator<ImportItem> {
  const { type, id, place, lang, texts, summary, fields = {}, sourceId } = options;
  const title = shorten(options.title || `Sans titre (${type} ${id})`, MAX_TITLE);
  const { markdown, notices } = writeBody(texts, lang, context as BodyContext);
  const short = summary === undefined ? "" : plainText(writeBody([summary], lang, context as BodyContext).markdown);
  yield {
    kind: "entry",
    file: place.file,
    fields: {
      title,
      ...(lang === context.site.lang ? {} : { lang }),
      ...(short === "" ? {} : { summary: shorten(short, MAX_SUMMARY) }),
      ...withoutAbsent(fields),
      source: { system: "spip", type, id: sourceId ?? id, url: context.addresses.current(type, id) },
    },
    body: markdown,
  };
  if (notices.length === 0) return;
  const entry = aboutObject(context, type, id, title);
  for (const notice of notices) yield { kind: "notice", ...notice, entry };
}

/** The words of a short Markdown text. */
function plainText(markdown: string): string {
  return markdown
    .replace(/^:{2,}.*$/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>]*>|\[\^[^\]]*\]:?/g, "")
    .replace(/\\$/gm, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/(\*\*|(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}]))/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
