/** Tags, categories and authors that have pages, with the entries of each. */
import { type Category, COLLECTIONS, type Problem, problem, type Site, type Taxonomies } from "@pivert/model";
import type { Link } from "@pivert/theme-kit";
import type { Entry } from "./load-entries.ts";
import { type TermKind, termPath, termSegment, typeset } from "./views.ts";

export interface Term {
  kind: TermKind;
  name: string;
  description?: string;
  path: string;
  entries: Entry[];
  /** Categories above this one, from the root. */
  parents: Link[];
  children: Link[];
}

/**
 * Terms are told apart by slug: « Vélo » and « vélo » are one. A category shows the entries of those below it.
 * @returns terms that have entries, and the names of categories that `taxonomies.yaml` does not list
 */
export function collectTerms(
  entries: readonly Entry[],
  taxonomies: Taxonomies,
  lang: string,
  site: Site,
): { terms: Term[]; problems: Problem[] } {
  const terms = new Map<string, Term>();
  const term = (kind: TermKind, name: string): Term => {
    const path = termPath(kind, name, lang, site);
    const known = terms.get(path);
    if (known) return known;
    const created: Term = { kind, name, path, entries: [], parents: [], children: [] };
    terms.set(path, created);
    return created;
  };
  for (const { name, description } of taxonomies.tags) term("tag", name).description = description;
  const above = new Map<string, Term[]>();
  const linkOf = ({ name, path }: Term): Link => ({ label: typeset(name, lang), href: encodeURI(path) });
  const addCategory = ({ name, description, children }: Category, ancestors: Term[]): void => {
    const own = term("category", name);
    own.description = description;
    own.parents = ancestors.map(linkOf);
    above.set(own.path, ancestors);
    for (const child of children) addCategory(child, [...ancestors, own]);
  };
  for (const category of taxonomies.categories) addCategory(category, []);

  const problems: Problem[] = [];
  for (const entry of entries) {
    if (!COLLECTIONS[entry.collection].entryPages) continue;
    const { fields } = entry;
    for (const name of unique(fields.tags)) term("tag", name).entries.push(entry);
    for (const name of unique(fields.authors)) term("author", name).entries.push(entry);
    for (const name of unique("categories" in fields ? fields.categories : [])) {
      const own = term("category", name);
      const ancestors = above.get(own.path);
      if (!ancestors && taxonomies.categories.length > 0) {
        problems.push(
          problem("unknown-term", { file: entry.file, line: entry.lines.categories, field: "categories", found: name }),
        );
      }
      for (const category of [own, ...(ancestors ?? [])])
        if (!category.entries.includes(entry)) category.entries.push(entry);
    }
  }
  const used = [...terms.values()].filter(({ entries: own }) => own.length > 0);
  for (const own of used) {
    const parent = above.get(own.path)?.at(-1);
    if (parent) parent.children.push(linkOf(own));
  }
  return { terms: used, problems };
}

/** The names of a list, each page once. */
function unique(names: readonly string[]): string[] {
  const bySlug = new Map(names.map((name) => [termSegment(name), name]));
  return [...bySlug.values()];
}
