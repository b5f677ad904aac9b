/** The pages of a site, each with a key of everything it reads. */
import { contactRecipient, type Problem, parseDate, type Site } from "@pivert/model";
import { formatDay, type SiteView } from "@pivert/theme-kit";
import { type Meeting, planAgenda } from "./agenda.ts";
import { digestOf, digestOfAll } from "./digest.ts";
import { byOrder, newestFirst, ofCollection } from "./entry-order.ts";
import { languagePrefix } from "./entry-paths.ts";
import { homeCrumb, type LanguagePlan } from "./language-plan.ts";
import type { Entry } from "./load-entries.ts";
import type { LoadedSite } from "./load-site.ts";
import { type Notice, planNotices } from "./notices.ts";
import { type KeyContext, type PageDraft, type PagePlan, planPage } from "./page-plan.ts";
import { entryDraft, planTree } from "./plan-entries.ts";
import { planCollections, planTerms } from "./plan-lists.ts";
import type { Assets } from "./process-assets.ts";
import { publishedEntries } from "./published-entries.ts";
import { type ShareCard, shareCard } from "./share-card.ts";
import { siteView } from "./site-view.ts";
import { leaveOutTaken } from "./taken-addresses.ts";
import { alternatesOf, groupTranslations } from "./translations.ts";
import { isoDate, summarise, summariseMeeting, typeset, type ViewContext } from "./views.ts";
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

/** Of a repeated event, the next occurrence alone. */
function nextOfEach(meetings: readonly Meeting[]): Meeting[] {
  const seen = new Set<Entry>();
  return meetings.filter(({ entry }) => !seen.has(entry) && seen.add(entry));
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
