/** Petitions: their text and how many signed, never who. */
import type { ImportItem } from "@pivert/importer";
import { writeBody } from "../site/write-body.ts";
import { aboutObject, type Import } from "./import-context.ts";

export function* yieldPetitions(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  for (const row of site.rows("SELECT id_article, texte FROM petitions")) {
    const id = Number(row.id_article);
    const article = site.articles.get(id);
    if (!article?.isPublic) continue;
    // An unconfirmed signature has a key in the place of its state.
    const count = Number(
      site.one("SELECT count(*) AS n FROM signatures WHERE id_article = ? AND statut = 'publie'", id)?.n ?? 0,
    );
    const place = places.take(`petition/${id}`, "pages", article.lang, `Pétition ${article.title}`);
    const { markdown, notices } = writeBody([row.texte], article.lang, context);
    const of = places.of("article", id);
    const result = `${count} ${count < 2 ? "personne a signé" : "personnes ont signé"} cette pétition sur l’ancien site. [Lire le texte qui l’accompagne](/${of?.file ?? ""}).`;
    yield {
      kind: "entry",
      file: place.file,
      fields: {
        title: `Signatures : ${article.title}`.slice(0, 300),
        source: { system: "spip", type: "petition", id },
      },
      body: `${markdown}\n${result}\n`,
    };
    const entry = aboutObject(context, "article", id, article.title);
    for (const notice of notices) yield { kind: "notice", ...notice, entry };
    const text = `La pétition est close : son texte et le nombre de signatures (${count}) sont repris dans ${place.file}, les noms ne le sont pas.`;
    yield { kind: "notice", about: "changed", text, entry };
  }
}
