/** Messages below articles, as static comments: names and texts, no address of any kind. */
import type { ImportedComment, ImportItem } from "@pivert/importer";
import { readDate } from "../site/dates.ts";
import type { ObjectType } from "../site/spip-site.ts";
import { plainLine, readTitle } from "../site/titles.ts";
import { writeBody } from "../site/write-body.ts";
import type { Import } from "./import-context.ts";

export function* yieldComments(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  const query = "SELECT DISTINCT objet, id_objet FROM forum WHERE statut = 'publie' ORDER BY objet, id_objet";
  for (const { objet, id_objet } of site.rows(query)) {
    const type = String(objet) as ObjectType;
    const place = places.of(type, Number(id_objet));
    if (!place) continue;
    const rows = [
      ...site.rows(
        "SELECT * FROM forum WHERE statut = 'publie' AND objet = ? AND id_objet = ? ORDER BY date_heure, id_forum",
        type,
        Number(id_objet),
      ),
    ];
    const shown = new Set(rows.map(({ id_forum }) => Number(id_forum)));
    const comments = rows.map((row): ImportedComment => {
      const parent = Number(row.id_parent);
      const date = readDate(row.date_heure)?.written;
      const title = readTitle(row.titre, site.lang).title;
      const { markdown } = writeBody([row.texte], site.lang, context);
      return {
        id: Number(row.id_forum),
        ...(shown.has(parent) ? { parent } : {}),
        author: plainLine(row.auteur, site.lang).replace(/\S+@\S+/g, "…") || "Anonyme",
        ...(date === undefined ? {} : { date }),
        body: title === "" ? markdown : `**${title.replace(/[*_\\[\]<>`]/g, "\\$&")}**\n\n${markdown}`,
      };
    });
    yield { kind: "comments", file: `comments/${place.file.replace(/\.md$/, ".yaml")}`, comments };
  }
}
