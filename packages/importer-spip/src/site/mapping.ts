/** Which sections of the old site become pages and which become news. */
import type { SpipSite } from "./spip-site.ts";

export interface MappingChoice {
  /** Sections whose articles shall be news, whatever their form. */
  posts?: readonly number[];
  /** Sections whose articles shall be pages. */
  pages?: readonly number[];
}

export interface SectionMapping {
  isNews: boolean;
  /** French. */
  why: string;
  /** Public articles directly in it. */
  articles: number;
}

/** Names that say news, in the languages that are met. */
const NEWS_NAMES =
  /\b(actu(alit[ée]s?)?|actus|news|nouvelles?|archives?|lettres?|bulletins?|br[èe]ves?|agenda|[ée]v[ée]nements?|communiqu[ée]s?|presse|blog|journal|gazette|comptes? rendus?|[ée]chos|info(s|rmations)?|à la une|keleier|noticias)\b/iu;
/** A section with so many articles is a flow, not a chapter. */
const MANY = 15;

/** A section follows the one above it unless it is chosen or named otherwise. */
export function mapSections(site: SpipSite, choice: MappingChoice = {}): ReadonlyMap<number, SectionMapping> {
  const counts = new Map<number, number>();
  for (const { section, isPublic, redirect } of site.articles.values())
    if (isPublic && redirect === "") counts.set(section, (counts.get(section) ?? 0) + 1);
  const mappings = new Map<number, SectionMapping>();
  const mapOne = (id: number, above: ReadonlySet<number>): SectionMapping => {
    const known = mappings.get(id);
    if (known) return known;
    const section = site.sections.get(id);
    const articles = counts.get(id) ?? 0;
    const parent =
      section && !above.has(section.parent) && site.sections.has(section.parent) ? section.parent : undefined;
    const inherited = parent === undefined ? undefined : mapOne(parent, new Set([...above, id]));
    const mapping = { ...decide(id, section?.title ?? "", articles, inherited, choice), articles };
    mappings.set(id, mapping);
    return mapping;
  };
  for (const id of site.sections.keys()) mapOne(id, new Set([id]));
  return mappings;
}

function decide(
  id: number,
  title: string,
  articles: number,
  inherited: SectionMapping | undefined,
  choice: MappingChoice,
): Pick<SectionMapping, "isNews" | "why"> {
  if (choice.posts?.includes(id)) return { isNews: true, why: `choisi par --posts=${id}` };
  if (choice.pages?.includes(id)) return { isNews: false, why: `choisi par --pages=${id}` };
  if (NEWS_NAMES.test(title)) return { isNews: true, why: `d’après son titre ; --pages=${id} pour en faire des pages` };
  if (articles >= MANY) return { isNews: true, why: `${articles} articles ; --pages=${id} pour en faire des pages` };
  if (inherited?.isNews)
    return { isNews: true, why: `comme la rubrique qui la contient ; --pages=${id} pour en faire des pages` };
  return { isNews: false, why: `peu d’articles ; --posts=${id} pour en faire des actualités` };
}
