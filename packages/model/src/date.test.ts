import { expect, test } from "vitest";
import { isTimeZone, isWholeDay, parseDate } from "./date.ts";

const PARIS = "Europe/Paris";
const iso = (text: string, zone: string) => {
  const instant = parseDate(text, zone);
  return instant === undefined ? undefined : new Date(instant).toISOString().replace(".000Z", "Z");
};

test.each([
  ["2026-03-14", PARIS, "2026-03-13T23:00:00Z"],
  ["2026-07-14", PARIS, "2026-07-13T22:00:00Z"],
  ["2026-03-14 18:30", PARIS, "2026-03-14T17:30:00Z"],
  ["2026-03-14T18:30", PARIS, "2026-03-14T17:30:00Z"],
  ["2026-07-14 18:30:15", PARIS, "2026-07-14T16:30:15Z"],
  ["2026-07-14T18:30:15.250", PARIS, "2026-07-14T16:30:15Z"],
  ["2024-02-29", "UTC", "2024-02-29T00:00:00Z"],
  ["1000-01-01", "UTC", "1000-01-01T00:00:00Z"],
  ["1901-07-01", PARIS, "1901-06-30T23:50:39Z"],
  ["2026-03-14 00:00", "Indian/Reunion", "2026-03-13T20:00:00Z"],
  ["2026-03-14 00:00", "America/Martinique", "2026-03-14T04:00:00Z"],
  ["2026-03-14 00:00", "Pacific/Noumea", "2026-03-13T13:00:00Z"],
  // With an offset, the zone of the site says nothing.
  ["2026-03-14T18:30:00Z", PARIS, "2026-03-14T18:30:00Z"],
  ["2026-03-14T18:30Z", "Asia/Tokyo", "2026-03-14T18:30:00Z"],
  ["2026-03-14T18:30:00+01:00", "UTC", "2026-03-14T17:30:00Z"],
  ["2026-03-14T18:30:00.5-03:30", PARIS, "2026-03-14T22:00:00.500Z"],
  // Summer time starts: 2:30 is skipped, and taken for 3:30.
  ["2026-03-29 01:59", PARIS, "2026-03-29T00:59:00Z"],
  ["2026-03-29 02:00", PARIS, "2026-03-29T01:00:00Z"],
  ["2026-03-29 02:30", PARIS, "2026-03-29T01:30:00Z"],
  ["2026-03-29 03:00", PARIS, "2026-03-29T01:00:00Z"],
  ["2026-03-29", PARIS, "2026-03-28T23:00:00Z"],
  ["2026-03-08 02:30", "America/Miquelon", "2026-03-08T05:30:00Z"],
  ["2026-03-08 03:30", "America/Miquelon", "2026-03-08T05:30:00Z"],
  // It ends: 2:30 comes twice.
  ["2026-10-25 01:59", PARIS, "2026-10-24T23:59:00Z"],
  ["2026-10-25 02:30", PARIS, "2026-10-25T01:30:00Z"],
  ["2026-10-25 03:00", PARIS, "2026-10-25T02:00:00Z"],
  ["2026-11-01 02:00", "America/Miquelon", "2026-11-01T05:00:00Z"],
])("%s in %s is %s", (text, zone, instant) => expect(iso(text, zone)).toBe(instant));

test.each([
  "2026-06-31",
  "2026-02-29",
  "2025-02-30 10:00",
  "2026-13-01",
  "2026-00-10",
  "2026-01-00",
  "2026-06-31T10:00:00Z",
  "2026-03-14 24:00",
  "2026-03-14 18:60",
  "2026-03-14 18:30:60",
  "2026-03-14T18:30:00+25:00",
  "2026-03-14T18:30:00+01",
  "2026-03-14T18:30:00[Europe/Paris]",
  "0050-01-01",
  "0000-00-00",
  "20260314",
  "2026-3-14",
  "14/03/2026",
  "2026",
  "demain",
  "",
  " 2026-03-14",
  "2026-03-14\n",
  "٢٠٢٦-٠٣-١٤",
])("%j is no date", (text) => expect(parseDate(text, PARIS)).toBeUndefined());

test.each([
  ["2026-03-14", true],
  ["2026-03-14 00:00", false],
  ["2026-03-14T00:00:00Z", false],
])("%s is a whole day: %s", (text, whole) => expect(isWholeDay(text)).toBe(whole));

test.each([
  [PARIS, true],
  ["America/Cayenne", true],
  ["UTC", true],
  ["Europe/Lutece", false],
  ["", false],
  ["+01:00", false],
  ["__proto__", false],
])("%s is a time zone: %s", (name, known) => expect(isTimeZone(name)).toBe(known));
