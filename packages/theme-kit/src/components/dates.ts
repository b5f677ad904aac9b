/**
 * Dates as visitors read them, in the site's time zone. French, English and Occitan have wordings of their own (`Intl`
 * has no good Occitan, and writes "1 mai"); other languages are left to `Intl`. Formatters cost far more to make than
 * to use: each is kept.
 */
import type { EventDetails } from "../views.ts";

/** A day for a tile: `{ weekday: "samedi", day: "18", month: "avril", monthShort: "avr.", year: "2026" }`. */
export interface DayParts {
  weekday: string;
  day: string;
  month: string;
  monthShort: string;
  year: string;
}

interface Moment {
  year: number;
  /** 0 is January. */
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  hour: number;
  minute: number;
}

interface Names {
  months: string[];
  monthsShort: string[];
  weekdays: string[];
}

interface Wording {
  /** `18 avril 2026`; each part after the day only when asked for. */
  date(moment: Moment, parts: { weekday?: boolean; month?: boolean; year?: boolean }): string;
  month(moment: Moment): string;
  time(moment: Moment): string;
  range(from: string, to: string): string;
}

/** `18 avril 2026`, for dates of publication. */
export function formatDay(iso: string, lang: string, timeZone: string): string {
  return wordingOf(lang).date(momentOf(iso, timeZone), { month: true, year: true });
}

/** `vendredi 18 juin`, for the headings of a programme. */
export function formatWeekday(iso: string, lang: string, timeZone: string): string {
  return wordingOf(lang).date(momentOf(iso, timeZone), { weekday: true, month: true });
}

/** `2026`, for the headings of archives. */
export function formatYear(iso: string, _lang: string, timeZone: string): string {
  return String(momentOf(iso, timeZone).year);
}

/** `avril 2026`, for the headings of an agenda. */
export function formatMonth(iso: string, lang: string, timeZone: string): string {
  return wordingOf(lang).month(momentOf(iso, timeZone));
}

/** The parts of a day, for a tile. */
export function dayParts(iso: string, lang: string, timeZone: string): DayParts {
  const { year, month, day, weekday } = momentOf(iso, timeZone);
  const names = namesOf(lang);
  return {
    weekday: names.weekdays[weekday] ?? "",
    day: String(day),
    month: names.months[month] ?? "",
    monthShort: names.monthsShort[month] ?? "",
    year: String(year),
  };
}

type Dates = Pick<EventDetails, "start" | "end" | "wholeDay">;

/** When an event is, in full: `samedi 18 avril 2026, 14 h – 18 h`, `du 3 au 5 juillet 2026`. */
export function formatEventDates({ start, end, wholeDay }: Dates, lang: string, timeZone: string): string {
  const wording = wordingOf(lang);
  const from = momentOf(start, timeZone);
  const to = end ? momentOf(end, timeZone) : from;
  const full = { weekday: true, month: true, year: true };
  if (!spansDays({ start, end, wholeDay }, timeZone)) {
    const times = formatEventTimes({ start, end, wholeDay }, lang, timeZone);
    return wording.date(from, full) + (times && `, ${times}`);
  }
  const sameYear = from.year === to.year;
  if (wholeDay) {
    const month = !sameYear || from.month !== to.month;
    return wording.range(wording.date(from, { month, year: !sameYear }), wording.date(to, { month: true, year: true }));
  }
  return wording.range(
    `${wording.date(from, { ...full, year: !sameYear })}, ${wording.time(from)}`,
    `${wording.date(to, full)}, ${wording.time(to)}`,
  );
}

/** The times alone, for a list where a tile shows the day: `14 h – 18 h`; empty for whole days and several days. */
export function formatEventTimes({ start, end, wholeDay }: Dates, lang: string, timeZone: string): string {
  if (wholeDay || spansDays({ start, end, wholeDay }, timeZone)) return "";
  const wording = wordingOf(lang);
  const from = wording.time(momentOf(start, timeZone));
  const to = end && wording.time(momentOf(end, timeZone));
  return to && to !== from ? `${from} – ${to}` : from;
}

/** Whether an event takes several days. An evening that ends before 6 in the morning is still one. */
export function spansDays({ start, end, wholeDay }: Dates, timeZone: string): boolean {
  if (!end) return false;
  const from = momentOf(start, timeZone);
  const to = momentOf(end, timeZone);
  if (dayNumber(from) === dayNumber(to)) return false;
  return wholeDay || dayNumber(to) - dayNumber(from) > 1 || to.hour >= 6;
}

/** For `datetime` attributes and structured data: a day for whole days, else the instant. */
export function machineDate(iso: string, wholeDay: boolean, timeZone: string): string {
  if (!wholeDay) return iso;
  const { year, month, day } = momentOf(iso, timeZone);
  return `${year}-${String(month + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** U+00A0 keeps an hour in one piece. */
const hours = ({ hour, minute }: Moment) => `${hour}\u00a0h${minute ? `\u00a0${String(minute).padStart(2, "0")}` : ""}`;
const clock = ({ hour, minute }: Moment) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;

const WORDINGS: Record<string, Wording> = {
  fr: {
    date: (moment, { weekday, month, year }) =>
      join([
        weekday && nameOf("fr", "weekdays", moment.weekday),
        moment.day === 1 ? "1er" : String(moment.day),
        month && nameOf("fr", "months", moment.month),
        year && String(moment.year),
      ]),
    month: ({ month, year }) => `${nameOf("fr", "months", month)} ${year}`,
    time: hours,
    range: (from, to) => `du ${from} au ${to}`,
  },
  en: {
    date: (moment, { weekday, month, year }) =>
      join([
        weekday && nameOf("en", "weekdays", moment.weekday),
        String(moment.day),
        month && nameOf("en", "months", moment.month),
        year && String(moment.year),
      ]),
    month: ({ month, year }) => `${nameOf("en", "months", month)} ${year}`,
    time: clock,
    range: (from, to) => `${from} – ${to}`,
  },
  oc: {
    date: (moment, { weekday, month, year }) =>
      join([
        weekday && nameOf("oc", "weekdays", moment.weekday),
        moment.day === 1 ? "1èr" : String(moment.day),
        month && ofMonth(nameOf("oc", "months", moment.month)),
        year && `de ${moment.year}`,
      ]),
    month: ({ month, year }) => `${nameOf("oc", "months", month)} de ${year}`,
    time: hours,
    range: (from, to) => `del ${from} al ${to}`,
  },
};

/** The wording of other languages: what `Intl` says of a day at noon, whatever the zone. */
const intlWordings = new Map<string, Wording>();

function wordingOf(lang: string): Wording {
  const known = WORDINGS[languageOf(lang)] ?? intlWordings.get(lang);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" });
    return ({ year, month, day, hour, minute }: Moment) => formatter.format(Date.UTC(year, month, day, hour, minute));
  };
  const formats = new Map<string, (moment: Moment) => string>();
  const wording: Wording = {
    date(moment, { weekday, month, year }) {
      const key = `${weekday}${month}${year}`;
      let formatter = formats.get(key);
      if (!formatter) {
        formatter = format({
          day: "numeric",
          ...(weekday && { weekday: "long" }),
          ...(month && { month: "long" }),
          ...(year && { year: "numeric" }),
        });
        formats.set(key, formatter);
      }
      return formatter(moment);
    },
    month: format({ month: "long", year: "numeric" }),
    time: format({ hour: "numeric", minute: "2-digit" }),
    range: (from, to) => `${from} – ${to}`,
  };
  intlWordings.set(lang, wording);
  return wording;
}

const NAMES = new Map<string, Names>([
  [
    "oc",
    {
      months: "genièr febrièr març abril mai junh julhet agost setembre octobre novembre decembre".split(" "),
      monthsShort: "gen. febr. març abr. mai junh julh. ag. set. oct. nov. dec.".split(" "),
      weekdays: "dimenge diluns dimars dimècres dijòus divendres dissabte".split(" "),
    },
  ],
]);

function namesOf(lang: string): Names {
  const key = NAMES.has(languageOf(lang)) ? languageOf(lang) : lang;
  let names = NAMES.get(key);
  if (!names) {
    const list = (options: Intl.DateTimeFormatOptions, dates: number[]) => {
      const formatter = new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" });
      return dates.map((date) => formatter.format(date));
    };
    const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2023, month, 1));
    names = {
      months: list({ month: "long" }, months),
      monthsShort: list({ month: "short" }, months),
      // The 1st of January 2023 was a Sunday.
      weekdays: list(
        { weekday: "long" },
        Array.from({ length: 7 }, (_, day) => Date.UTC(2023, 0, 1 + day)),
      ),
    };
    NAMES.set(key, names);
  }
  return names;
}

const nameOf = (lang: string, list: keyof Names, index: number): string => namesOf(lang)[list][index] ?? "";
const ofMonth = (name: string): string => (/^[aeiou]/.test(name) ? `d’${name}` : `de ${name}`);
const join = (parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(" ");
const languageOf = (lang: string): string => lang.split("-")[0] ?? lang;
const dayNumber = ({ year, month, day }: Moment): number => Date.UTC(year, month, day) / 86_400_000;

const zones = new Map<string, Intl.DateTimeFormat>();

/** What clocks and calendars of a zone show at an instant. */
function momentOf(iso: string, timeZone: string): Moment {
  let zone = zones.get(timeZone);
  if (!zone) {
    zone = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    zones.set(timeZone, zone);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of zone.formatToParts(Date.parse(iso))) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return { year, month: month - 1, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}
