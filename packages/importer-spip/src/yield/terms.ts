/** Tags and authors of an object. */
import type { ObjectType } from "../site/spip-site.ts";
import { plainLine, readTitle, shorten } from "../site/titles.ts";
import type { Import } from "./import-context.ts";

const MAX_NAME = 120;

/** Words of an object; those of technical groups (`_…`) steer SPIP's pages and say nothing to readers. */
export function tagsOf({ site }: Import, type: ObjectType, id: number): string[] {
  const object = type === "site" ? "syndic" : type;
  const query = `SELECT m.titre, g.titre AS groupe FROM mots_liens l JOIN mots m ON m.id_mot = l.id_mot
    LEFT JOIN groupes_mots g ON g.id_groupe = m.id_groupe
    WHERE l.id_objet = ? AND l.objet IN (?, ?) ORDER BY m.id_mot`;
  const rows = site.rows(query, id, type, object);
  return rows
    .filter(({ groupe }) => !isTechnical(groupe))
    .map(({ titre }) => shorten(readTitle(titre, site.lang).title, MAX_NAME))
    .filter((name) => name !== "");
}

export function isTechnical(group: unknown): boolean {
  return String(group ?? "")
    .trim()
    .startsWith("_");
}

/** Authors who are named on the site, in the order of their ids. */
export function authorsOf({ site }: Import, type: ObjectType, id: number): string[] {
  const query = "SELECT id_auteur FROM auteurs_liens WHERE objet = ? AND id_objet = ? ORDER BY id_auteur";
  return site.rows(query, type, id).flatMap(({ id_auteur }) => {
    const name = site.titles.get(`auteur/${Number(id_auteur)}`);
    return name ? [shorten(name, MAX_NAME)] : [];
  });
}

/** The name of a category. */
export function categoryName(title: string): string {
  return shorten(plainLine(title, "fr"), MAX_NAME);
}
