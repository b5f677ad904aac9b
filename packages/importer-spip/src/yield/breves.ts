/** Short news. */
import type { ImportItem } from "@pivert/importer";
import { readDate } from "../site/dates.ts";
import { languageCode } from "../site/spip-site.ts";
import { readTitle } from "../site/titles.ts";
import { seeAlso } from "./articles.ts";
import { entryItems } from "./entry-item.ts";
import type { Import } from "./import-context.ts";
import { imageOf } from "./logos.ts";
import { tagsOf } from "./terms.ts";

export function* yieldBreves(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  for (const row of site.rows("SELECT * FROM breves ORDER BY id_breve")) {
    const id = Number(row.id_breve);
    if (!site.titles.has(`breve/${id}`)) continue;
    const lang = languageCode(row.lang) ?? site.lang;
    const { title } = readTitle(row.titre, lang);
    const place = places.of("breve", id);
    if (!place) continue;
    yield* entryItems(context, {
      type: "breve",
      id,
      place,
      title,
      lang,
      texts: [row.texte],
      fields: {
        date: readDate(row.date_heure)?.written ?? place.file.match(/\d{4}-\d{2}-\d{2}/)?.[0],
        categories: ["Brèves"],
        image: imageOf(context, "breve", id, Number(row.id_rubrique)),
        tags: tagsOf(context, "breve", id),
        ...seeAlso({ nom_site: row.lien_titre, url_site: row.lien_url }, lang),
      },
    });
  }
}
