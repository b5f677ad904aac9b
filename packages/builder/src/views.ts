/** From entries to what themes receive: summaries, details and lists, in the site's language and typography. */
import { typographyFr } from "@pivert/markdown";
import {
  COLLECTIONS,
  type CollectionName,
  type Fields,
  isWholeDay,
  parseDate,
  type Site,
  slugify,
} from "@pivert/model";
import type { EntrySummary, EventDetails, Link } from "@pivert/theme-kit";
import { comingOccurrences, isEvent, type Meeting, mainOccurrence } from "./agenda.ts";
import { languagePrefix } from "./entry-paths.ts";
import type { Entry } from "./load-entries.ts";
import type { Occurrence } from "./occurrences.ts";
import { type Assets, fileView, imageView, mediaPath } from "./process-assets.ts";

export interface ViewContext {
  site: Site;
  assets: Assets;
  /** The moment of the build, in milliseconds. */
  now: number;
  /** Summaries made so far: the same entry stands in many lists. */
  summaries: Map<Entry, EntrySummary>;
}

/** Text as readers see it: French texts get French typography. */
export function typeset(text: string, lang: string): string;
export function typeset(text: string | undefined, lang: string): string | undefined;
export function typeset(text: string | undefined, lang: string): string | undefined {
  return text !== undefined && lang.startsWith("fr") ? typographyFr(text) : text;
}

/** The language an entry is written in. */
export function languageOf(entry: Entry): string {
  return entry.fields.lang ?? entry.lang;
}

/** The instant an entry is sorted by: its date or the start of its event, in milliseconds; 0 when it has none. */
export function sortInstant(entry: Entry, site: Site): number {
  const { fields } = entry;
  const written = "start" in fields ? fields.start : "date" in fields ? fields.date : undefined;
  return written === undefined ? 0 : (parseDate(written, site.timeZone) ?? 0);
}

/** An entry as lists show it; an event that is repeated, at its next occurrence. */
export function summarise(entry: Entry, context: ViewContext): EntrySummary {
  const known = context.summaries.get(entry);
  if (known) return known;
  const summary = makeSummary(entry, context);
  context.summaries.set(entry, summary);
  return summary;
}

/** One occurrence of an event as the agenda shows it. */
export function summariseMeeting({ entry, occurrence }: Meeting, context: ViewContext): EntrySummary {
  const summary = summarise(entry, context);
  return isEvent(entry.fields)
    ? { ...summary, event: eventDetails(entry.fields, occurrence, context.site, languageOf(entry)) }
    : summary;
}

function makeSummary(entry: Entry, { site, assets, now }: ViewContext): EntrySummary {
  const { fields, collection } = entry;
  const lang = languageOf(entry);
  const text = (value: string | undefined) => typeset(value, lang);
  const summary: EntrySummary = {
    collection,
    title: typeset(fields.title, lang),
    lang,
    summary: text(fields.summary) ?? entry.body.excerpt,
  };
  if (COLLECTIONS[collection].entryPages) summary.href = encodeURI(entry.path);
  if ("date" in fields) summary.date = isoDate(fields.date, site);
  const mayShow = !("consent" in fields) || fields.consent;
  const image =
    mayShow && fields.image
      ? imageView(assets, mediaPath(fields.image), text(fields.imageAlt) ?? "")
      : firstPhoto(entry, assets);
  if (image) summary.image = image;
  if ("featured" in fields && fields.featured) summary.featured = true;
  if (isEvent(fields)) {
    summary.event = eventDetails(fields, mainOccurrence(fields, site, now), site, lang);
    summary.event.calendar = encodeURI(`/${calendarFile(entry)}`);
    const further = comingOccurrences(entry, site, now).slice(1, 1 + FURTHER_DATES);
    if (further.length > 0) summary.event.further = further.map(({ start }) => isoDate(start, site));
  }
  if ("file" in fields) {
    const document = fileView(assets, mediaPath(fields.file));
    if (document) summary.document = document;
  }
  if ("role" in fields || "consent" in fields) {
    const { role, group, email, phone } = fields as { role?: string; group?: string; email?: string; phone?: string };
    summary.person = { role: text(role), group: text(group), email, phone };
  }
  if (collection === "partners") summary.partner = "url" in fields && fields.url ? { url: fields.url } : {};
  return summary;
}

function firstPhoto(entry: Entry, assets: Assets) {
  const { fields } = entry;
  const photo = "photos" in fields ? fields.photos[0] : undefined;
  return photo ? imageView(assets, mediaPath(photo.image), photo.alt ?? "") : undefined;
}

/** The iCalendar file of an event, beside its page. */
export function calendarFile(entry: Entry): string {
  return `${entry.path.slice(1)}rendez-vous.ics`;
}

/** How many dates after the next one the page of a repeated event tells. */
const FURTHER_DATES = 6;

function eventDetails(fields: Fields<"events">, { start, end }: Occurrence, site: Site, lang: string): EventDetails {
  const text = (value: string | undefined) => typeset(value, lang);
  return {
    start: isoDate(start, site),
    end: end && isoDate(end, site),
    wholeDay: isWholeDay(fields.start),
    place: text(fields.place),
    address: text(fields.address),
    price: text(fields.price),
    organiser: text(fields.organiser),
    registration: fields.registration,
    cancelled: fields.cancelled,
  };
}

export function isoDate(written: string, site: Site): string {
  return new Date(parseDate(written, site.timeZone) ?? 0).toISOString();
}

/** The kinds of term that have pages of their own, with the first segment of their addresses. */
export const TERM_PATHS = { tag: "mots-cles", category: "rubriques", author: "auteurs" } as const;

export type TermKind = keyof typeof TERM_PATHS;

/** The segment that tells a term from others: a name in another script keeps its letters. */
export function termSegment(name: string): string {
  const slug = slugify(name);
  if (slug !== "") return slug;
  const letters = name.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return letters.slice(0, 60).toWellFormed() || "sans-nom";
}

/** The page of a tag, category or author. */
export function termPath(kind: TermKind, name: string, lang: string, site: Site): string {
  return `${languagePrefix(lang, site)}${TERM_PATHS[kind]}/${termSegment(name)}/`;
}

export function termLinks(kind: TermKind, names: readonly string[], entry: Entry, site: Site): Link[] {
  return names.map((name) => ({
    label: typeset(name, languageOf(entry)),
    href: encodeURI(termPath(kind, name, entry.lang, site)),
  }));
}

/** The title of a collection's list. */
export function collectionTitle(collection: CollectionName, lang: string, site: Site): string {
  const own = lang === site.languages[0] ? site.collections[collection]?.title : undefined;
  return (
    own ??
    FOREIGN_LABELS[lang.slice(0, 2)]?.[collection] ??
    site.collections[collection]?.title ??
    COLLECTIONS[collection].label
  );
}

/** Names of collections in the other languages of a site; `model` has the French ones. */
const FOREIGN_LABELS: Record<string, Partial<Record<CollectionName, string>>> = {
  en: {
    posts: "News",
    events: "Events",
    albums: "Albums",
    documents: "Documents",
    people: "Team",
    partners: "Partners",
  },
  oc: {
    posts: "Actualitats",
    events: "Agenda",
    albums: "Albums",
    documents: "Documents",
    people: "Còla",
    partners: "Partenaris",
  },
};
