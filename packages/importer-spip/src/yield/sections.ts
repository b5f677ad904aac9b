/** Sections: each is a page, and those of news a category too. */
import type { ImportItem } from "@pivert/importer";
import { readDate } from "../site/dates.ts";
import { readTitle } from "../site/titles.ts";
import { entryItems } from "./entry-item.ts";
import type { Import } from "./import-context.ts";
import { imageOf } from "./logos.ts";
import { tagsOf } from "./terms.ts";
import { translationsInside } from "./translations.ts";

export function* yieldSections(context: Import): IterableIterator<ImportItem> {
  const { site, places, mapping } = context;
  for (const section of site.sections.values()) {
    const place = places.of("rubrique", section.id);
    if (!section.isPublic || !place) continue;
    const row = site.one("SELECT titre, texte, descriptif FROM rubriques WHERE id_rubrique = ?", section.id) ?? {};
    const entry = {
      type: "rubrique" as const,
      id: section.id,
      place,
      title: section.title,
      lang: section.lang,
      texts: [row.texte],
      summary: row.descriptif,
      fields: {
        order: section.order,
        image: imageOf(context, "rubrique", section.id, section.parent),
        tags: tagsOf(context, "rubrique", section.id),
        updated: readDate(section.date)?.written,
      },
    };
    yield* entryItems(context, entry);
    for (const lang of translationsInside(section.lang, row.titre, row.texte)) {
      const other = places.take(`rubrique/${section.id}:${lang}`, "pages", lang, readTitle(row.titre, lang).title);
      const fields = { ...entry.fields, translationOf: place.file };
      yield* entryItems(context, {
        ...entry,
        fields,
        lang,
        place: other,
        title: readTitle(row.titre, lang).title,
        sourceId: `${section.id}:${lang}`,
      });
    }
    const { isNews = false, why = "", articles = 0 } = mapping.get(section.id) ?? {};
    yield {
      kind: "mapping",
      from: `rubrique ${section.id} « ${section.title} »`,
      to: isNews ? "actualités (posts/)" : place.file.replace(/index\.md$/, ""),
      count: articles,
      why,
    };
  }
}
