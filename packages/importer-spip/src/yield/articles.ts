/** Articles: pages or news, as their section says; those that redirect have no entry. */
import type { ImportItem } from "@pivert/importer";
import { readDate } from "../site/dates.ts";
import type { Article } from "../site/spip-site.ts";
import { readTitle, shorten } from "../site/titles.ts";
import { entryItems } from "./entry-item.ts";
import { aboutObject, type Import } from "./import-context.ts";
import { imageOf } from "./logos.ts";
import { authorsOf, categoryName, tagsOf } from "./terms.ts";
import { translationsInside } from "./translations.ts";

const COLUMNS = "id_article, titre, surtitre, soustitre, descriptif, chapo, texte, ps, date_modif, nom_site, url_site";
const PROGRESS_EVERY = 50;

export function* yieldArticles(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  const total = site.articles.size;
  let done = 0;
  for (const article of site.articles.values()) {
    if (++done % PROGRESS_EVERY === 0 || done === total) yield { kind: "progress", what: "articles", done, total };
    const place = places.of("article", article.id);
    if (!article.isPublic || article.redirect !== "" || !place) continue;
    const row = site.one(`SELECT ${COLUMNS} FROM articles WHERE id_article = ?`, article.id) ?? {};
    const entry = {
      type: "article" as const,
      id: article.id,
      place,
      title: article.title,
      lang: article.lang,
      texts: [row.chapo, row.texte, row.ps],
      summary: row.descriptif,
      fields: fieldsOf(article, row, context),
    };
    yield* entryItems(context, entry);
    const partial = readDate(article.date)?.partial ?? true;
    if (partial && entry.fields.date !== undefined) {
      const text = `La date « ${article.date} » n’est pas complète : ${String(entry.fields.date)} en tient lieu.`;
      yield {
        kind: "notice",
        about: "changed",
        text,
        entry: aboutObject(context, "article", article.id, article.title),
      };
    }
    for (const lang of translationsInside(article.lang, row.titre, row.texte)) {
      const { title } = readTitle(row.titre, lang);
      const collection = place.file.includes("posts/") ? "posts" : "pages";
      const other = places.take(
        `article/${article.id}:${lang}`,
        collection,
        lang,
        title,
        collection === "posts" ? String(entry.fields.date) : undefined,
      );
      const fields = { ...entry.fields, categories: undefined, translationOf: place.file };
      yield* entryItems(context, { ...entry, fields, lang, place: other, title, sourceId: `${article.id}:${lang}` });
    }
  }
}

function fieldsOf(article: Article, row: Record<string, unknown>, context: Import): Record<string, unknown> {
  const { site, places, mapping } = context;
  const isPost = mapping.get(article.section)?.isNews === true;
  const date = places.dateOf(article);
  const modified = readDate(row.date_modif)?.written;
  const original = article.translates > 0 ? places.of("article", article.translates) : undefined;
  const line = (written: unknown) => readTitle(written, article.lang).title;
  return {
    kicker: shorten(line(row.surtitre), 300),
    subtitle: shorten(line(row.soustitre), 300),
    ...(isPost ? { date, categories: sectionNames(article.section, context) } : { order: article.order }),
    image: imageOf(context, "article", article.id, article.section),
    tags: tagsOf(context, "article", article.id),
    authors: authorsOf(context, "article", article.id),
    translationOf: original?.file,
    publishAt: article.isFuture ? date : undefined,
    updated:
      modified !== undefined && modified > date ? modified : isPost ? undefined : readDate(article.date)?.written,
    ...seeAlso(row, site.lang),
  };
}

/** « Voir en ligne »: a link that SPIP shows below the text. */
export function seeAlso({ nom_site, url_site }: Record<string, unknown>, lang: string): Record<string, unknown> {
  const address = String(url_site ?? "").trim();
  if (!/^https?:\/\/[^\s<>"`\\]+$/i.test(address) || !URL.canParse(address)) return {};
  const label = readTitle(nom_site, lang).title;
  return { seeAlso: address, seeAlsoLabel: shorten(label, 300) };
}

/** The section that news stand in, when it is one of news. */
function sectionNames(section: number, { site, mapping }: Import): string[] {
  const own = site.sections.get(section);
  return own?.isPublic && mapping.get(section)?.isNews ? [categoryName(own.title)] : [];
}
