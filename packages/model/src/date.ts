/**
 * Dates as editors write them: `2026-03-14`, `2026-03-14 18:30`, or ISO 8601 with an offset. A date without an
 * offset is a time of day in the site's time zone.
 */
const LOCAL = /^([1-9]\d{3})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?$/;
const OFFSET = /^([1-9]\d{3})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * @param text a date as written
 * @param timeZone IANA name, such as `Europe/Paris`
 * @returns the instant in milliseconds since 1970, or `undefined` when the text is no date (the 31st of June
 *   and years before 1000 included)
 */
export function parseDate(text: string, timeZone: string): number | undefined {
  const local = LOCAL.exec(text);
  const parts = local ?? OFFSET.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (!isCalendarDay(year, month, day)) return undefined;
  if (!local) {
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? undefined : instant;
  }
  const [hour, minute, second] = [Number(local[4] ?? 0), Number(local[5] ?? 0), Number(local[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return instantOf(Date.UTC(year, month - 1, day, hour, minute, second), timeZone);
}

/** Whether a date was written without a time of day. */
export function isWholeDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Whether a name is one of an IANA time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  // `Intl` also takes offsets, which know no summer.
  if (/^[+-]/.test(name)) return false;
  try {
    zoneFormat(name);
    return true;
  } catch {
    // `Intl` throws a RangeError for a name it does not know: that is the answer.
    return false;
  }
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The instant at which clocks of the zone show this wall time; in the hour that a change of clocks skips, the later one. */
function instantOf(wall: number, timeZone: string): number {
  const guess = wall - offsetAt(wall, timeZone);
  const instant = wall - offsetAt(guess, timeZone);
  return instant === wall - offsetAt(instant, timeZone) ? instant : Math.max(guess, instant);
}

/** Offsets asked for so far: a build asks for the same days again and again, and `Intl` takes 20 µs to answer. */
const offsets = new Map<string, number>();
const OFFSETS_KEPT = 20_000;

function offsetAt(instant: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const key = `${timeZone} ${instant}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= OFFSETS_KEPT) offsets.clear();
  const offset = readOffset(instant, timeZone);
  offsets.set(key, offset);
  return offset;
}

function readOffset(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of zoneFormat(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const wall = Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  );
  return wall - Math.floor(instant / 1000) * 1000;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    zoneFormats.set(timeZone, format);
  }
  return format;
}
