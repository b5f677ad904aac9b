/** Calendars for other programs (iCalendar, RFC 5545): one of the whole agenda, one of each event. */
import { isWholeDay, parseDate } from "@pivert/model";
import type { SiteView } from "@pivert/theme-kit";
import ICAL from "ical.js";
import { comingOccurrences, isEvent, type Meeting, mainOccurrence, planAgenda } from "./agenda.ts";
import type { Entry } from "./load-entries.ts";
import { planText, type TextPlan } from "./page-plan.ts";
import { calendarFile, summarise, type ViewContext } from "./views.ts";

const DAY_MS = 24 * 3600 * 1000;

/**
 * Each occurrence is an event of its own, in UTC: every program reads that, and none needs to know a time zone.
 * @param entries those of one language
 */
export function planCalendars(view: SiteView, entries: readonly Entry[], context: ViewContext): TextPlan[] {
  const { site, now } = context;
  if (view.calendar === undefined) return [];
  const { coming } = planAgenda(entries, site, now);
  const single = entries.flatMap((entry) => {
    if (!isEvent(entry.fields)) return [];
    const occurrences = comingOccurrences(entry, site, now);
    const shown = occurrences.length > 0 ? occurrences : [mainOccurrence(entry.fields, site, now)];
    const meetings = shown.map((occurrence) => ({ entry, occurrence }));
    return [planText(calendarFile(entry), calendarOf(view, meetings, context))];
  });
  return [planText(view.calendar.slice(1), calendarOf(view, coming, context)), ...single];
}

function calendarOf(view: SiteView, meetings: readonly Meeting[], context: ViewContext): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Pivert//FR");
  calendar.addPropertyWithValue("x-wr-calname", view.name);
  for (const meeting of meetings) calendar.addSubcomponent(eventOf(view, meeting, context));
  return `${calendar.toString()}\r\n`;
}

function eventOf(view: SiteView, { entry, occurrence }: Meeting, context: ViewContext): ICAL.Component {
  const { site } = context;
  const { title, summary, event } = summarise(entry, context);
  const { start, end } = occurrence;
  const wholeDay = isWholeDay(start);
  const instant = (written: string) => parseDate(written, site.timeZone) ?? 0;
  const address = view.url + encodeURI(entry.path);
  const vevent = new ICAL.Component("vevent");
  const add = (name: string, value: string | ICAL.Time) => vevent.addPropertyWithValue(name, value);
  add("uid", `${start.slice(0, 10)}${entry.path}@${new URL(view.url).host}`);
  // When this version was made (RFC 5545, 3.8.7.2): a build of the same content gives the same bytes.
  add("dtstamp", utc(instant(entry.fields.updated ?? start)));
  add("dtstart", wholeDay ? ICAL.Time.fromDateString(start) : utc(instant(start)));
  // The end of whole days is the day after the last (3.6.1).
  if (wholeDay) add("dtend", ICAL.Time.fromDateString(dayAfter(end ?? start)));
  else if (end !== undefined) add("dtend", utc(instant(end)));
  add("summary", title);
  const place = [event?.place, event?.address].filter(Boolean).join(", ");
  if (place !== "") add("location", place);
  if (summary !== "") add("description", summary);
  add("url", address);
  if (event?.cancelled) add("status", "CANCELLED");
  return vevent;
}

function utc(instant: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(instant), true);
}

function dayAfter(written: string): string {
  return new Date(Date.parse(written.slice(0, 10)) + DAY_MS).toISOString().slice(0, 10);
}
