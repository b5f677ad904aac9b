/** Authors who sign something public and say something about themselves. */
import type { ImportItem } from "@pivert/importer";
import { entryItems } from "./entry-item.ts";
import type { Import } from "./import-context.ts";

export function* yieldAuthors(context: Import): IterableIterator<ImportItem> {
  const { site, places } = context;
  for (const row of site.rows("SELECT id_auteur, nom, bio, statut FROM auteurs ORDER BY id_auteur")) {
    const id = Number(row.id_auteur);
    const title = site.titles.get(`auteur/${id}`);
    if (!title || String(row.bio ?? "").trim() === "" || !hasSigned(context, id)) continue;
    // A list shows people: an author's own page is that of what he or she signed.
    const place = places.take(`personne/${id}`, "people", site.lang, title);
    yield* entryItems(context, { type: "auteur", id, place, title, lang: site.lang, texts: [row.bio] });
  }
}

/** Whether an author signs an article that is public. */
export function hasSigned({ site }: Import, author: number): boolean {
  const query = "SELECT id_objet FROM auteurs_liens WHERE objet = 'article' AND id_auteur = ?";
  for (const { id_objet } of site.rows(query, author)) {
    const article = site.articles.get(Number(id_objet));
    if (article?.isPublic && article.redirect === "") return true;
  }
  return false;
}
