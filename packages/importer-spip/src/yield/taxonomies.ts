/** `taxonomies.yaml`: words with their groups, and the sections of news as categories. */
import type { Category, Taxonomies } from "@pivert/model";
import { readTitle, shorten } from "../site/titles.ts";
import { writeBody } from "../site/write-body.ts";
import type { Import } from "./import-context.ts";
import { categoryName, isTechnical } from "./terms.ts";

export function taxonomiesOf(context: Import): Partial<Taxonomies> {
  const { site } = context;
  const describe = (...texts: readonly unknown[]) => {
    const markdown = writeBody(texts, site.lang, context).markdown.trim();
    return markdown === "" ? {} : { description: shorten(markdown, 1000) };
  };
  const groups = site
    .rows("SELECT id_groupe, titre, descriptif FROM groupes_mots")
    .filter(({ titre }) => !isTechnical(titre));
  const names = new Map(
    groups.map(({ id_groupe, titre }) => [Number(id_groupe), shorten(readTitle(titre, site.lang).title, 120)]),
  );
  const tags = site
    .rows("SELECT titre, descriptif, texte, id_groupe, type FROM mots ORDER BY id_mot")
    .flatMap((row) => {
      const name = shorten(readTitle(row.titre, site.lang).title, 120);
      const group = names.get(Number(row.id_groupe)) ?? "";
      if (name === "" || isTechnical(row.type) || (Number(row.id_groupe) > 0 && !names.has(Number(row.id_groupe))))
        return [];
      return [{ name, ...(group === "" ? {} : { group }), ...describe(row.descriptif, row.texte) }];
    });
  const categories = [...newsTree(0, context, [])];
  const hasBreves = [...site.titles.keys()].some((key) => key.startsWith("breve/"));
  return {
    tags,
    groups: groups.map(({ titre, descriptif }) => ({
      name: shorten(readTitle(titre, site.lang).title, 120),
      ...describe(descriptif),
    })),
    categories: hasBreves ? [...categories, { name: "Brèves", children: [] }] : categories,
  };
}

/** Sections of news, those above them that are none left out. */
function newsTree(parent: number, context: Import, above: readonly number[]): Category[] {
  const { site, mapping } = context;
  if (above.length > 10) return [];
  return [...site.sections.values()]
    .filter((section) => section.parent === parent && section.isPublic && !above.includes(section.id))
    .flatMap((section) => {
      const children = newsTree(section.id, context, [...above, section.id]);
      return mapping.get(section.id)?.isNews
        ? [{ name: categoryName(section.title) || `Rubrique ${section.id}`, children }]
        : children;
    });
}
