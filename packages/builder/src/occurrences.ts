/** When an event takes place: once, or as often as it is repeated. Dates stay as their author wrote them. */
import { type Fields, isWholeDay, parseDate, type Repeat } from "@pivert/model";
import ICAL from "ical.js";

/** One time that an event takes place, its dates written like those of the event. */
export interface Occurrence {
  start: string;
  end?: string;
}

/** A repetition without an end ends for us after thirteen years of days. */
const MOST = 5_000;
const DAY_MS = 24 * 3600 * 1000;

/** The occurrences of an event in their order, the past ones too; always at least one. */
export function* occurrencesOf({ start, end, repeat }: Fields<"events">): Generator<Occurrence> {
  const once = { start, ...(end !== undefined && { end }) };
  if (!repeat) return yield once;
  const first = dayOf(start);
  const except = new Set(repeat.except);
  const days = ICAL.Recur.fromString(ruleOf(first, repeat)).iterator(ICAL.Time.fromDateString(first));
  let found = 0;
  for (let count = 0; count < MOST; count++) {
    const day = days.next()?.toString();
    if (day === undefined || (repeat.until !== undefined && day > repeat.until)) break;
    if (except.has(day)) continue;
    found++;
    yield moved(once, daysBetween(first, day));
  }
  // Whoever leaves out every day means no event, but the page must say some date.
  if (found === 0) yield once;
}

/**
 * The instant after which an occurrence belongs to the past: its end, or the end of its last day.
 * @returns milliseconds since 1970
 */
export function endOf({ start, end }: Occurrence, timeZone: string): number {
  const written = end ?? start;
  // Not 24 hours later: the last Sunday of October has 25.
  if (isWholeDay(written)) return parseDate(movedDate(written, 1), timeZone) ?? 0;
  const instant = parseDate(written, timeZone) ?? 0;
  // Without an end, an event that starts at 20 h is not over at 20 h 01.
  return end === undefined ? instant + DAY_MS : instant;
}

const FREQUENCIES = { day: "DAILY", week: "WEEKLY", month: "MONTHLY", year: "YEARLY" } as const;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** The rule of RFC 5545, 3.3.10: a month without a 31st, or a year without a 29th of February, is passed over. */
function ruleOf(first: string, { every, interval, on }: Repeat): string {
  const rule = `FREQ=${FREQUENCIES[every]};INTERVAL=${interval}`;
  if (on === "date" || every === "day" || every === "week") return rule;
  const date = new Date(first);
  const week = Math.ceil(date.getUTCDate() / 7);
  const weekday = `BYDAY=${week === 5 ? -1 : week}${WEEKDAYS[date.getUTCDay()]}`;
  return every === "month" ? `${rule};${weekday}` : `${rule};BYMONTH=${date.getUTCMonth() + 1};${weekday}`;
}

function moved({ start, end }: Occurrence, days: number): Occurrence {
  return { start: movedDate(start, days), ...(end !== undefined && { end: movedDate(end, days) }) };
}

/** Only the day moves: the time of day stays, and so does the wall clock when summer begins. */
function movedDate(written: string, days: number): string {
  const day = new Date(Date.parse(dayOf(written)) + days * DAY_MS).toISOString().slice(0, 10);
  return day + written.slice(10);
}

function dayOf(written: string): string {
  return written.slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
