/** The pages of a site, each with a key of everything it reads. */
import {
  COLLECTION_NAMES,
  COLLECTIONS,
  type CollectionName,
  contactRecipient,
  type Problem,
  parseDate,
  problem,
  type Site,
} from "@pivert/model";
import { formatDay, type Link, type MenuLink, type SiteView } from "@pivert/theme-kit";
import { type Meeting, planAgenda } from "./agenda.ts";
import { digestOf, digestOfAll } from "./digest.ts";
import { collectionPath, languagePrefix } from "./entry-paths.ts";
import type { Entry } from "./load-entries.ts";
import type { LoadedSite } from "./load-site.ts";
import { type Notice, noticeLinks, planNotices } from "./notices.ts";
import { type KeyContext, type PageDraft, type PagePlan, planPage } from "./page-plan.ts";
import { buildPageTree, type PageNode } from "./page-tree.ts";
import { type Assets, imageView, mediaPath, variantHref } from "./process-assets.ts";
import { publishedEntries } from "./published-entries.ts";
import { type ShareCard, shareCard } from "./share-card.ts";
import { collectTerms } from "./terms.ts";
import {
  collectionTitle,
  isoDate,
  languageOf,
  sortInstant,
  summarise,
  summariseMeeting,
  termLinks,
  typeset,
  type ViewContext,
} from "./views.ts";
import { words } from "./words.ts";

export interface PlanPagesOptions {
  loaded: LoadedSite;
  entries: readonly Entry[];
  assets: Assets;
  /** The moment of the build, in milliseconds. */
  now: number;
  /** Digest of the theme and the engine. */
  versions: string;
}

export interface Plan {
  pages: PagePlan[];
  /** The site as pages of each language show it. */
  sites: ReadonlyMap<string, SiteView>;
  /** An image of each language, for networks. */
  cards: ShareCard[];
  /** How the entries were summed up, for feeds. */
  context: ViewContext;
  /** Entries that are published now. */
  published: Entry[];
  problems: Problem[];
  /** When a dated entry appears, leaves or passes, in milliseconds. */
  nextChange: number | undefined;
}

/** Plans every HTML page. Pure: the same inputs give the same plan. */
export function planPages({ loaded, entries, assets, now, versions }: PlanPagesOptions): Plan {
  const { site } = loaded;
  const { entries: published, problems } = publishedEntries(entries, site, now);
  const context: ViewContext = { site, assets, now, summaries: new Map() };
  const byLanguage = new Map(site.languages.map((lang) => [lang, published.filter((entry) => entry.lang === lang)]));
  const sites = new Map(site.languages.map((lang) => [lang, siteView(lang, byLanguage.get(lang) ?? [], context)]));
  const commons = new Map([...sites].map(([lang, view]) => [lang, digestOfAll([versions, JSON.stringify(view)])]));
  const main = commons.get(site.languages[0] ?? "") ?? versions;
  const keys: KeyContext = {
    written: new WeakMap(),
    common: (lang) => commons.get(lang) ?? main,
    bodyKey: (entry) => bodyKey(entry, context),
  };
  const translations = groupTranslations(published);
  const drafts: PageDraft[] = [];
  for (const lang of site.languages) {
    const own = byLanguage.get(lang) ?? [];
    if (own.length === 0 && lang !== site.languages[0]) continue;
    const language: LanguagePlan = { lang, entries: own, context, translations, now, loaded, problems };
    drafts.push(...planHome(language), ...planTree(language), ...planCollections(language), ...planTerms(language));
    drafts.push(...planLegal(language), ...planNotFound(language));
  }
  const pages = leaveOutTaken(drafts, assets, problems).map((draft) => planPage(draft, keys));
  const cards = [...sites.keys()].map((lang) => shareCard(site, lang));
  return { pages, sites, cards, context, published, problems, nextChange: nextChange(entries, site, now) };
}

interface LanguagePlan {
  lang: string;
  entries: readonly Entry[];
  context: ViewContext;
  translations: Translations;
  now: number;
  loaded: LoadedSite;
  problems: Problem[];
}

type Translations = ReadonlyMap<Entry, Entry[]>;

function planHome({ lang, entries, context, translations, now }: LanguagePlan): PageDraft[] {
  const { site } = context;
  const path = languagePrefix(lang, site);
  const entry = entries.find((candidate) => candidate.path === path);
  const summaries = (list: Entry[], count: number) => list.slice(0, count).map((item) => summarise(item, context));
  const posts = newestFirst(ofCollection(entries, "posts"), site);
  const featured = posts.filter(({ fields }) => "featured" in fields && fields.featured);
  const view = {
    kind: "home" as const,
    path,
    lang,
    title: typeset(entry?.fields.title ?? site.name, lang),
    description: typeset(entry?.fields.summary ?? site.description, lang),
    breadcrumb: [],
    alternates: entry ? alternatesOf(entry, translations) : [],
    image: entry && summarise(entry, context).image,
    body: "",
    first: site.theme.home,
    posts: summaries([...featured.slice(0, 1), ...posts.filter((post) => post !== featured[0])], 7),
    events: nextOfEach(planAgenda(entries, site, now).coming)
      .slice(0, 6)
      .map((meeting) => summariseMeeting(meeting, context)),
    albums: summaries(newestFirst(ofCollection(entries, "albums"), site), 3),
    partners: summaries(byOrder(ofCollection(entries, "partners")), 24),
  };
  return [{ path, view, bodies: entry ? [entry] : [], entry }];
}

/** Pages of the tree and entries of collections share one kind of view. */
function entryDraft(
  entry: Entry,
  breadcrumb: Link[],
  children: Entry[],
  { context, translations }: LanguagePlan,
): PageDraft {
  const { site, assets } = context;
  const { fields, body } = entry;
  const summary = summarise(entry, context);
  const photos = ("photos" in fields ? fields.photos : []).flatMap(({ image, alt, caption }) => {
    const view = imageView(assets, mediaPath(image), typeset(alt ?? caption, languageOf(entry)) ?? "");
    return view ? [{ image: view, caption: typeset(caption, languageOf(entry)) }] : [];
  });
  const view = {
    kind: "entry" as const,
    path: entry.path,
    lang: languageOf(entry),
    title: summary.title,
    description: summary.summary,
    breadcrumb,
    alternates: alternatesOf(entry, translations),
    entry: summary,
    kicker: typeset(fields.kicker, languageOf(entry)),
    subtitle: typeset(fields.subtitle, languageOf(entry)),
    seeAlso: fields.seeAlso ? { label: fields.seeAlsoLabel ?? fields.seeAlso, href: fields.seeAlso } : undefined,
    body: "",
    headings: body.headings,
    tags: termLinks("tag", fields.tags, entry, site),
    categories: termLinks("category", "categories" in fields ? fields.categories : [], entry, site),
    authors: termLinks("author", fields.authors, entry, site),
    updated: fields.updated && isoDate(fields.updated, site),
    photos,
    children: children.map((child) => summarise(child, context)),
  };
  return { path: entry.path, view, bodies: [entry], entry };
}

function planTree(language: LanguagePlan): PageDraft[] {
  const { site } = language.context;
  const home = languagePrefix(language.lang, site);
  const root = buildPageTree(ofCollection(language.entries, "pages"), home);
  const plan = (node: PageNode, trail: Link[]): PageDraft[] => {
    const { entry } = node;
    const own = entry && entry.path !== home ? [entryDraft(entry, trail, childPages(node), language)] : [];
    const crumb = entry ? [...trail, { label: shortTitle(entry), href: encodeURI(node.path) }] : trail;
    return [...own, ...node.children.flatMap((child) => plan(child, crumb))];
  };
  return plan(root, root.entry ? [] : [homeCrumb(language)]);
}

function childPages(node: PageNode): Entry[] {
  return byOrder(node.children.flatMap((child) => (child.entry ? [child.entry] : [])));
}

function planCollections(language: LanguagePlan): PageDraft[] {
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

function planTerms(language: LanguagePlan): PageDraft[] {
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

/** The pages of the law; an editor's page at the address of one stands below what is said there. */
function planLegal(language: LanguagePlan): PageDraft[] {
  const { entries, context, lang } = language;
  const { site } = context;
  const uses = {
    contactForm: entries.some(({ body }) => body.slots.some(({ kind }) => kind === "contact")),
    people: ofCollection(entries, "people").length > 0,
    photographs: ofCollection(entries, "albums").length > 0,
    elsewhere: site.social.length > 0,
  };
  const day = (written: string) => formatDay(isoDate(written, site), lang, site.timeZone);
  return planNotices({ site, lang, uses, day }).map((notice) => planNotice(notice, language));
}

function planNotice({ path, title: own, html }: Notice, language: LanguagePlan): PageDraft {
  const { entries, lang } = language;
  const entry = entries.find((candidate) => candidate.path === path);
  const title = typeset(entry?.fields.title ?? own, lang);
  const draft = entry && entryDraft(entry, [homeCrumb(language)], [], language);
  const view = {
    kind: "entry" as const,
    path,
    lang,
    title,
    breadcrumb: [homeCrumb(language)],
    alternates: [],
    entry: { collection: "pages" as const, title, lang, summary: "", href: path },
    body: "",
    headings: [],
    tags: [],
    categories: [],
    authors: [],
    photos: [],
    children: [],
  };
  return { ...(draft ?? { path, view }), preamble: html, listed: false };
}

function planNotFound(language: LanguagePlan): PageDraft[] {
  const { lang, context } = language;
  const path = `${languagePrefix(lang, context.site)}404.html`;
  const view = { kind: "notFound" as const, path, lang, title: words(lang).notFound, breadcrumb: [], alternates: [] };
  return [{ path, file: path.slice(1), view, listed: false }];
}

function siteView(lang: string, entries: readonly Entry[], { site, assets }: ViewContext): SiteView {
  const sections: SiteView["sections"] = {};
  for (const collection of COLLECTION_NAMES) {
    if (collection === "pages" || ofCollection(entries, collection).length === 0) continue;
    sections[collection] = {
      label: typeset(collectionTitle(collection, lang, site), lang),
      href: collectionPath(collection, lang, site),
    };
  }
  const menuLink = ({ label, to, children }: Site["menu"][number]): MenuLink => ({
    label: typeset(label, lang),
    href: encodeLetters(to),
    children: children.map((child) => ({ label: typeset(child.label, lang), href: encodeLetters(child.to) })),
  });
  const news = sections.posts?.href;
  const card = shareCard(site, lang).variant;
  return {
    name: typeset(site.name, lang),
    tagline: typeset(site.tagline, lang),
    description: typeset(site.description, lang),
    url: site.url.replace(/\/+$/, ""),
    lang,
    timeZone: site.timeZone,
    indexed: site.indexed,
    colour: site.theme.colour.toLowerCase(),
    look: { font: site.theme.font, density: site.theme.density },
    logo: site.theme.logo ? imageView(assets, mediaPath(site.theme.logo), "") : undefined,
    menu: site.menu.map(menuLink),
    contact: site.contact,
    social: site.social.map(({ label, url }) => ({ label, href: url })),
    sections,
    legal: noticeLinks(site, lang),
    share: variantHref(card.file),
    calendar: sections.events && `${sections.events.href}agenda.ics`,
    feeds: news ? { rss: `${news}rss.xml`, atom: `${news}atom.xml` } : undefined,
  };
}

/** An address as its author wrote it, whose letters may be encoded already. */
function encodeLetters(address: string): string {
  return address.replace(/[^!-~]+/g, encodeURI);
}

function homeCrumb({ lang, context }: LanguagePlan): Link {
  return { label: words(lang).home, href: languagePrefix(lang, context.site) };
}

/** Everything in an entry's text that its HTML will show. */
function bodyKey(entry: Entry, { assets, site }: ViewContext): string {
  const files = entry.body.files.map(({ file }) => {
    const asset = assets.byFile.get(file);
    return asset?.kind === "image" ? asset.plan.variants.map((variant) => variant.file).join() : `${asset?.bytes}`;
  });
  const form = entry.body.slots.some(({ kind }) => kind === "contact") && contactRecipient(site) !== undefined;
  return digestOf(`${entry.bodyDigest} ${files.join(" ")}${form ? " form" : ""}`);
}

/** The next moment at which the passing of time alone changes the site. */
function nextChange(entries: readonly Entry[], site: Site, now: number): number | undefined {
  let next = planAgenda(entries, site, now).nextEnd;
  for (const entry of entries) {
    const { publishAt, unpublishAt } = entry.fields;
    for (const written of [publishAt, unpublishAt]) {
      const instant = written === undefined ? undefined : parseDate(written, site.timeZone);
      if (instant !== undefined && instant > now) next = Math.min(next, instant);
    }
  }
  return Number.isFinite(next) ? next : undefined;
}

function ofCollection(entries: readonly Entry[], collection: CollectionName): Entry[] {
  return entries.filter((entry) => entry.collection === collection);
}

/** Entries by date, the newest first; those of one day by file. */
export function newestFirst(entries: readonly Entry[], site: Site): Entry[] {
  const instants = new Map(entries.map((entry) => [entry, sortInstant(entry, site)]));
  return [...entries].sort((a, b) => (instants.get(b) ?? 0) - (instants.get(a) ?? 0) || (a.file < b.file ? -1 : 1));
}

/** Of a repeated event, the next occurrence alone. */
function nextOfEach(meetings: readonly Meeting[]): Meeting[] {
  const seen = new Set<Entry>();
  return meetings.filter(({ entry }) => !seen.has(entry) && seen.add(entry));
}

function byOrder(entries: readonly Entry[]): Entry[] {
  const orderOf = ({ fields }: Entry) => ("order" in fields ? (fields.order ?? 1000) : 1000);
  return [...entries].sort(
    (a, b) => orderOf(a) - orderOf(b) || COLLATOR.compare(a.fields.title, b.fields.title) || (a.file < b.file ? -1 : 1),
  );
}

const COLLATOR = new Intl.Collator("fr", { numeric: true });

function sortCollection(collection: CollectionName, entries: readonly Entry[], site: Site): Entry[] {
  return COLLECTIONS[collection].naming === "plain" ? byOrder(entries) : newestFirst(entries, site);
}

function shortTitle({ fields, lang }: Entry): string {
  return typeset(("menuTitle" in fields ? fields.menuTitle : undefined) ?? fields.title, lang);
}

/** Entries that say they translate each other, by `translationOf` naming the file of the original. */
function groupTranslations(entries: readonly Entry[]): Translations {
  const byFile = new Map(entries.map((entry) => [entry.file, entry]));
  const groups = new Map<Entry, Entry[]>();
  for (const entry of entries) {
    const original = firstOriginal(entry, byFile);
    if (original === entry) continue;
    const group = groups.get(original) ?? [original];
    group.push(entry);
    for (const member of group) groups.set(member, group);
  }
  return groups;
}

/** A translation may be made from another one: the first of them all stands for the group. */
function firstOriginal(entry: Entry, byFile: ReadonlyMap<string, Entry>): Entry {
  const seen = new Set<Entry>();
  let original = entry;
  for (
    let next: Entry | undefined = entry;
    next && !seen.has(next);
    next = byFile.get(next.fields.translationOf ?? "")
  ) {
    seen.add(next);
    original = next;
  }
  return original;
}

function alternatesOf(entry: Entry, translations: Translations): { lang: string; href: string }[] {
  const others = (translations.get(entry) ?? []).filter((other) => other !== entry);
  return others.map((other) => ({ lang: languageOf(other), href: encodeURI(other.path) }));
}

/** A file of `media/` that stands where a page's folders or its `index.html` would be. */
function fileInTheWay(path: string, files: Assets["byFile"]): string | undefined {
  const names = `${path.slice(1)}index.html`.split("/");
  const places = names.map((_, index) => names.slice(0, index + 1).join("/"));
  return places.find((place) => files.get(place)?.kind === "file");
}

/**
 * The first draft of a path stays. An entry at the address of a list, or of another page of ours, is left out and said;
 * only the pages of the law take an editor's page in.
 */
function leaveOutTaken(drafts: PageDraft[], { byFile }: Assets, problems: Problem[]): PageDraft[] {
  const taken = new Map<string, PageDraft>();
  const [ours, entries] = [drafts.filter(({ entry }) => !entry), drafts.filter(({ entry }) => entry)];
  const notices = entries.filter(({ preamble }) => preamble !== undefined);
  for (const draft of [...notices, ...ours, ...entries]) {
    const first = taken.get(draft.path);
    const file = draft.entry && fileInTheWay(draft.path, byFile);
    if (first && !draft.entry && !first.entry)
      problems.push(
        problem("duplicate-slug", {
          file: "site.yaml",
          field: "collections",
          found: draft.path,
          expected: `la page « ${first.view.title} » du site`,
        }),
      );
    else if (draft.entry && file !== undefined)
      problems.push(problem("duplicate-slug", { file: draft.entry.file, line: 1, found: draft.path, expected: file }));
    else if (!first) taken.set(draft.path, draft);
    else if (draft.entry && draft.entry !== first.entry) {
      const expected = first.entry ? first.entry.file : `la page « ${first.view.title} » du site`;
      problems.push(problem("duplicate-slug", { file: draft.entry.file, line: 1, found: draft.path, expected }));
    }
  }
  return drafts.filter((draft) => taken.get(draft.path) === draft);
}
