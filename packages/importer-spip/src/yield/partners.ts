/** Sites that the old site refers to. */
import type { ImportItem } from "@pivert/importer";
import { readTitle } from "../site/titles.ts";
import { entryItems } from "./entry-item.ts";
import type { Import } from "./import-context.ts";
import { imageOf } from "./logos.ts";

export function* yieldPartners(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  for (const row of site.rows("SELECT id_syndic, nom_site, url_site, descriptif FROM syndic ORDER BY id_syndic")) {
    const id = Number(row.id_syndic);
    if (!site.titles.has(`site/${id}`)) continue;
    const { title, order } = readTitle(row.nom_site, site.lang);
    const address = String(row.url_site ?? "").trim();
    yield* entryItems(context, {
      type: "site",
      id,
      place: places.take(`partenaire/${id}`, "partners", site.lang, title),
      title,
      lang: site.lang,
      texts: [row.descriptif],
      fields: {
        url: /^https?:\/\/[^\s<>"`\\]+$/i.test(address) && URL.canParse(address) ? address : undefined,
        order,
        image: id > 0 ? imageOf(context, "site", id) : undefined,
      },
    });
  }
}
