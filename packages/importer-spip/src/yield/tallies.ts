/** What the dump held and what became of it: every number must add up. */
import type { ImportItem, Tally } from "@pivert/importer";
import { hasSigned } from "./authors.ts";
import type { Import } from "./import-context.ts";
import { isTechnical } from "./terms.ts";

export function* yieldTallies(context: Import, comments: boolean): IterableIterator<ImportItem> {
  for (const tally of [
    articles(context),
    sections(context),
    breves(context),
    words(context),
    authors(context),
    sites(context),
    documents(context),
    messages(context, comments),
    signatures(context),
  ])
    if (tally.found > 0) yield { kind: "tally", ...tally };
}

/** Reasons that count nothing are left out. */
function others(reasons: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(reasons).filter(([, count]) => count > 0));
}

function count({ site }: Import, query: string): number {
  return Number(site.one(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0);
}

/** Entries of a type that came out, those in other languages aside. */
function articles(context: Import): Tally {
  const { site, places } = context;
  const all = [...site.articles.values()];
  const isEntry = ({ id, isPublic, redirect }: (typeof all)[number]) =>
    isPublic && redirect === "" && places.of("article", id) !== undefined;
  const kept = all.filter(isEntry);
  return {
    what: "articles",
    found: count(context, "articles"),
    kept: kept.length,
    others: others({
      "non publiés": all.filter(({ isPublic }) => !isPublic).length,
      "qui renvoient ailleurs, repris comme redirections": all.filter(
        ({ isPublic, redirect }) => isPublic && redirect !== "",
      ).length,
    }),
  };
}

function sections(context: Import): Tally {
  const all = [...context.site.sections.values()];
  const kept = all.filter(({ isPublic }) => isPublic).length;
  return {
    what: "rubriques",
    found: count(context, "rubriques"),
    kept,
    others: others({ "non publiées": all.length - kept }),
  };
}

function breves(context: Import): Tally {
  const found = count(context, "breves");
  const kept = context.kept.get("breve") ?? 0;
  return { what: "brèves", found, kept, others: others({ "non publiées": found - publicOf(context, "breve") }) };
}

function words(context: Import): Tally {
  const rows = [
    ...context.site.rows(
      "SELECT g.titre AS groupe, m.type FROM mots m LEFT JOIN groupes_mots g ON g.id_groupe = m.id_groupe",
    ),
  ];
  const technical = rows.filter(({ groupe, type }) => isTechnical(groupe ?? type)).length;
  return {
    what: "mots-clés",
    found: count(context, "mots"),
    kept: rows.length - technical,
    others: others({ "techniques, sans usage ici": technical }),
  };
}

function authors(context: Import): Tally {
  const ids = context.site.rows("SELECT id_auteur FROM auteurs").map(({ id_auteur }) => Number(id_auteur));
  const signed = ids.filter((id) => context.site.titles.has(`auteur/${id}`) && hasSigned(context, id)).length;
  return {
    what: "auteurs",
    found: ids.length,
    kept: signed,
    others: others({ "sans article publié": ids.length - signed }),
  };
}

function sites(context: Import): Tally {
  const found = count(context, "syndic");
  return {
    what: "sites référencés",
    found,
    kept: context.kept.get("site") ?? 0,
    others: others({ "non publiés": found - publicOf(context, "site") }),
  };
}

/** Pictures and files: those that something public shows came over. */
function documents(context: Import): Tally {
  const { site, media } = context;
  const all = [...site.documents.values()];
  const moved = new Set([...media.moved()].map(([path]) => path));
  const remote = all.filter(({ isPublic, isRemote }) => isPublic && isRemote).length;
  const local = all.filter(({ isPublic, isRemote }) => isPublic && !isRemote);
  const kept = local.filter(({ file }) => moved.has(file)).length;
  return {
    what: "images et documents",
    found: count(context, "documents"),
    kept,
    others: others({
      "non publiés": all.filter(({ isPublic }) => !isPublic).length,
      "hébergés ailleurs, repris comme liens": remote,
      "que rien de public ne montre": local.length - kept,
    }),
  };
}

function messages(context: Import, comments: boolean): Tally {
  const { places } = context;
  const found = count(context, "forum");
  const rows = context.site.rows("SELECT objet, id_objet FROM forum WHERE statut = 'publie'");
  const placed = rows.filter(({ objet, id_objet }) => places.of(String(objet), Number(id_objet)) !== undefined).length;
  return {
    what: "messages de forum",
    found,
    kept: comments ? placed : 0,
    others: others({
      "non publiés, privés ou indésirables": found - rows.length,
      "sous des textes qui ne sont pas publics": rows.length - placed,
      "publics, à reprendre avec --comments": comments ? 0 : placed,
    }),
  };
}

function signatures(context: Import): Tally {
  const found = count(context, "signatures");
  return { what: "signatures de pétitions", found, kept: 0, others: others({ "comptées, sans les noms": found }) };
}

function publicOf({ site }: Import, type: string): number {
  return [...site.titles.keys()].filter((key) => key.startsWith(`${type}/`)).length;
}
