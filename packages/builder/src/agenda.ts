/** The agenda at one moment: which occurrences of the events are to come, and which events are over. */
import { type Fields, parseDate, type Site } from "@pivert/model";
import type { Entry } from "./load-entries.ts";
import { endOf, type Occurrence, occurrencesOf } from "./occurrences.ts";

/** One time that an event takes place. */
export interface Meeting {
  entry: Entry;
  occurrence: Occurrence;
}

export interface Agenda {
  /** Occurrences that are not over, the nearest first. */
  coming: Meeting[];
  /** Events of which no occurrence is to come. */
  passed: Entry[];
  /** When the next occurrence is over, in milliseconds; infinite when there is none. */
  nextEnd: number;
}

/** Of one event, no more than these are listed: a daily one would hide the others. */
const MOST_LISTED = 60;
/** Nor those so long after the next one. Counted from it, not from now: the agenda changes when an occurrence is over. */
const LISTED_MS = 400 * 24 * 3600 * 1000;

/**
 * @param events entries of the collection `events`; others are passed over
 * @param now the moment of the build, in milliseconds
 */
export function planAgenda(events: readonly Entry[], site: Site, now: number): Agenda {
  const coming: Meeting[] = [];
  const passed: Entry[] = [];
  let nextEnd = Number.POSITIVE_INFINITY;
  for (const entry of events) {
    if (!isEvent(entry.fields)) continue;
    const next = comingOccurrences(entry, site, now);
    for (const occurrence of next) coming.push({ entry, occurrence });
    if (next[0]) nextEnd = Math.min(nextEnd, endOf(next[0], site.timeZone));
    else passed.push(entry);
  }
  const startOf = ({ occurrence }: Meeting) => parseDate(occurrence.start, site.timeZone) ?? 0;
  const starts = new Map(coming.map((meeting) => [meeting, startOf(meeting)]));
  coming.sort((a, b) => (starts.get(a) ?? 0) - (starts.get(b) ?? 0) || (a.entry.file < b.entry.file ? -1 : 1));
  return { coming, passed, nextEnd };
}

/** The occurrences of an event that are not over; none for entries that are no events. */
export function comingOccurrences({ fields }: Entry, { timeZone }: Site, now: number): Occurrence[] {
  if (!isEvent(fields)) return [];
  const coming: Occurrence[] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const occurrence of occurrencesOf(fields)) {
    if (endOf(occurrence, timeZone) <= now) continue;
    const start = parseDate(occurrence.start, timeZone) ?? 0;
    if (coming.length === 0) last = start + LISTED_MS;
    if (start > last || coming.length === MOST_LISTED) break;
    coming.push(occurrence);
  }
  return coming;
}

/** The occurrence that stands for an event: the next one, or the last when all are over. */
export function mainOccurrence(fields: Fields<"events">, { timeZone }: Site, now: number): Occurrence {
  let main: Occurrence = fields;
  for (main of occurrencesOf(fields)) if (endOf(main, timeZone) > now) break;
  return main;
}

export function isEvent(fields: Fields): fields is Fields<"events"> {
  return "start" in fields;
}
