/** The lists of a site over as many pages as they take: its collections, its tags, categories and authors. */
import { COLLECTION_NAMES, COLLECTIONS, type CollectionName } from "@pivert/model";
import type { Link } from "@pivert/theme-kit";
import { type Meeting, planAgenda } from "./agenda.ts";
import { newestFirst, ofCollection, sortCollection } from "./entry-order.ts";
import { collectionPath } from "./entry-paths.ts";
import { homeCrumb, type LanguagePlan } from "./language-plan.ts";
import type { Entry } from "./load-entries.ts";
import type { PageDraft } from "./page-plan.ts";
import { entryDraft } from "./plan-entries.ts";
import { collectTerms } from "./terms.ts";
import { collectionTitle, summarise, summariseMeeting, typeset } from "./views.ts";
import { words } from "./words.ts";

export function planCollections(language: LanguagePlan): PageDraft[] {
  const { entries, context, now, lang } = language;
  return COLLECTION_NAMES.filter((collection) => collection !== "pages").flatMap((collection) => {
    const own = ofCollection(entries, collection);
    if (own.length === 0) return [];
    const path = collectionPath(collection, lang, context.site);
    const title = typeset(collectionTitle(collection, lang, context.site), lang);
    const crumbs = [homeCrumb(language), { label: title, href: path }];
    const pages = COLLECTIONS[collection].entryPages ? own.map((entry) => entryDraft(entry, crumbs, [], language)) : [];
    const list: ListDraft = {
      collection,
      path,
      title,
      items: sortCollection(collection, own, context.site).map(toItem),
      breadcrumb: crumbs.slice(0, 1),
      related: [],
    };
    if (collection !== "events") return [...planList(list, language), ...pages];
    const { coming, passed } = planAgenda(own, context.site, now);
    const archive = { label: words(lang).pastEvents, href: `${path}passes/` };
    const lists = planList({ ...list, items: coming, related: passed.length > 0 ? [archive] : [] }, language);
    if (passed.length > 0) {
      const term = { kind: "archive" as const, name: archive.label };
      lists.push(
        ...planList(
          {
            ...list,
            path: archive.href,
            title: archive.label,
            items: newestFirst(passed, context.site).map(toItem),
            breadcrumb: crumbs,
            term,
            related: [],
          },
          language,
        ),
      );
    }
    return [...lists, ...pages];
  });
}

export function planTerms(language: LanguagePlan): PageDraft[] {
  const { entries, loaded, context, lang, problems } = language;
  const terms = collectTerms(entries, loaded.taxonomies, lang, context.site);
  problems.push(...terms.problems);
  return terms.terms.flatMap(({ kind, name, description, path, entries: own, parents, children }) => {
    const collections = new Set(own.map(({ collection }) => collection));
    const collection = collections.size === 1 ? (own[0]?.collection ?? "posts") : "posts";
    return planList(
      {
        collection,
        path,
        title: typeset(name, lang),
        items: newestFirst(own, context.site).map(toItem),
        breadcrumb: [homeCrumb(language), ...parents],
        term: { kind, name: typeset(name, lang), description: typeset(description, lang) },
        related: children,
      },
      language,
    );
  });
}

interface ListDraft {
  collection: CollectionName;
  path: string;
  title: string;
  items: ListItem[];
  breadcrumb: Link[];
  term?: { kind: "tag" | "category" | "author" | "archive"; name: string; description?: string };
  related: Link[];
}

/** An entry, or one occurrence of an event. */
type ListItem = { entry: Entry; occurrence?: undefined } | Meeting;

const toItem = (entry: Entry): ListItem => ({ entry });

/** A list over as many pages as it takes; an empty one is one page. */
function planList(
  { collection, path, title, items, breadcrumb, term, related }: ListDraft,
  { lang, context }: LanguagePlan,
): PageDraft[] {
  const { site } = context;
  const perPage = site.collections[collection]?.perPage ?? COLLECTIONS[collection].perPage;
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const hrefOf = (page: number) => (page === 1 ? path : `${path}page/${page}/`);
  return Array.from({ length: pages }, (_, index) => {
    const page = index + 1;
    const shown = items.slice(index * perPage, page * perPage);
    const bodies = term || COLLECTIONS[collection].entryPages ? [] : shown.map(({ entry }) => entry);
    const view = {
      kind: "list" as const,
      path: hrefOf(page),
      lang,
      title,
      description: term?.description,
      breadcrumb,
      alternates: [],
      collection,
      term,
      items: shown.map((item) => (item.occurrence ? summariseMeeting(item, context) : summarise(item.entry, context))),
      bodies: [],
      pagination: {
        page,
        pages,
        previous: page > 1 ? hrefOf(page - 1) : undefined,
        next: page < pages ? hrefOf(page + 1) : undefined,
      },
      related,
    };
    return { path: hrefOf(page), view, bodies, listed: page === 1 };
  });
}
