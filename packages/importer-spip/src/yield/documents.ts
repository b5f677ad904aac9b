/** Documents and pictures that articles hold beside their text (the portfolio): albums and documents. */

import type { ImportItem } from "@pivert/importer";
import { htmlToMarkdown } from "@pivert/markdown";
import { readDate } from "../site/dates.ts";
import type { Document, ObjectType } from "../site/spip-site.ts";
import { plainLine, readTitle, shorten } from "../site/titles.ts";
import { aboutObject, type Import } from "./import-context.ts";

const PICTURES = /^(?:jpe?g|png|gif|webp|svg|avif)$/;
const MAX_PHOTOS = 500;

export function* yieldDocuments(context: Import): IterableIterator<ImportItem> {
  for (const [holder, documents] of beside(context)) {
    const [type, id] = holder.split("/") as [ObjectType, string];
    const pictures = documents.filter(({ extension }) => PICTURES.test(extension));
    if (pictures.length > 0) yield* albumItems(context, type, Number(id), pictures.slice(0, MAX_PHOTOS));
    for (const document of documents)
      if (!pictures.includes(document)) yield* documentItems(context, document, type, Number(id));
  }
}

/** Documents by the public object that holds them without showing them in its text. */
function beside({ site, places }: Import): Map<string, Document[]> {
  const held = new Map<string, Document[]>();
  const query = `SELECT id_document, objet, id_objet FROM documents_liens WHERE coalesce(vu, 'non') <> 'oui'
    AND objet IN ('article', 'rubrique', 'breve') ORDER BY objet, id_objet, CAST(coalesce(rang_lien, 0) AS INTEGER), id_document`;
  for (const { id_document, objet, id_objet } of site.rows(query)) {
    const document = site.documents.get(Number(id_document));
    const key = `${objet}/${Number(id_objet)}`;
    if (
      !document?.isPublic ||
      !["image", "document"].includes(document.mode) ||
      !places.of(String(objet), Number(id_objet))
    )
      continue;
    held.set(key, [...(held.get(key) ?? []), document]);
  }
  return held;
}

function* albumItems(
  context: Import,
  type: ObjectType,
  id: number,
  pictures: readonly Document[],
): IterableIterator<ImportItem> {
  const { site, media, places } = context;
  const title = titleOf(context, type, id);
  const photos = pictures.flatMap((document) => {
    if (document.isRemote) return [];
    const row = site.one("SELECT alt FROM documents WHERE id_document = ?", document.id);
    const alt = shorten(plainLine(row?.alt, site.lang), 300);
    const caption = shorten(document.title, 300);
    return [
      { image: media.use(document.file).file, ...(alt === "" ? {} : { alt }), ...(caption === "" ? {} : { caption }) },
    ];
  });
  if (photos.length === 0) return;
  const date = holderDate(context, type, id);
  const place = places.take(`portfolio-${type}/${id}`, "albums", site.lang, title, date);
  const source = { system: "spip" as const, type: `portfolio-${type}`, id };
  yield { kind: "entry", file: place.file, fields: { title, date, photos, source }, body: "" };
  const text = `Ses ${photos.length} images jointes (le portfolio) sont maintenant un album : ${place.file}.`;
  yield { kind: "notice", about: "changed", text, entry: aboutObject(context, type, id, title) };
}

function* documentItems(
  context: Import,
  document: Document,
  type: ObjectType,
  id: number,
): IterableIterator<ImportItem> {
  const { site, media, places } = context;
  if (document.isRemote) return;
  const row = site.one("SELECT titre, descriptif, date FROM documents WHERE id_document = ?", document.id) ?? {};
  const name = document.file.split("/").at(-1) ?? document.file;
  const title = shorten(readTitle(row.titre, site.lang).title || name, 300);
  const date = readDate(row.date)?.written ?? holderDate(context, type, id);
  const place = places.take(`document/${document.id}`, "documents", site.lang, title, date);
  const { file, found } = media.use(document.file);
  const holder = aboutObject(context, type, id, titleOf(context, type, id));
  if (!found && media.present) {
    yield {
      kind: "notice",
      about: "missing-file",
      text: `Le fichier joint IMG/${document.file} est introuvable.`,
      entry: holder,
    };
    return;
  }
  const of = places.of(type, id);
  yield {
    kind: "entry",
    file: place.file,
    fields: { title, date, file, source: { system: "spip", type: "document", id: document.id } },
    body: of
      ? htmlToMarkdown(`<p><a href="/${of.file}">${holder.title ?? ""}</a></p>`.replaceAll("&", "&amp;")).markdown
      : "",
  };
  const text = `Le document joint « ${title} » est maintenant dans la liste des documents.`;
  yield { kind: "notice", about: "changed", text, entry: holder };
}

function titleOf({ site }: Import, type: ObjectType, id: number): string {
  const title =
    type === "article"
      ? site.articles.get(id)?.title
      : type === "rubrique"
        ? site.sections.get(id)?.title
        : site.titles.get(`${type}/${id}`);
  return shorten(title || `${type} ${id}`, 300);
}

function holderDate({ site, places }: Import, type: ObjectType, id: number): string {
  const article = type === "article" ? site.articles.get(id) : undefined;
  if (article) return places.dateOf(article);
  return readDate(type === "rubrique" ? site.sections.get(id)?.date : undefined)?.written ?? "1970-01-01";
}
