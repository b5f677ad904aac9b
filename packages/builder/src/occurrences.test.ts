import { COLLECTIONS, type Fields } from "@pivert/model";
import { describe, expect, test } from "vitest";
import { endOf, occurrencesOf } from "./occurrences.ts";

function starts(fields: Record<string, unknown>): string[] {
  const parsed = COLLECTIONS.events.schema.parse({ title: "Atelier", ...fields }) as Fields<"events">;
  return [...occurrencesOf(parsed)].map(({ start, end }) => (end === undefined ? start : `${start} → ${end}`));
}

describe("occurrences", () => {
  test("of an event that is not repeated: itself, as it is written", () => {
    expect(starts({ start: "2026-12-01 18:30", end: "2026-12-01 20:00" })).toEqual([
      "2026-12-01 18:30 → 2026-12-01 20:00",
    ]);
  });

  test.each<[string, Record<string, unknown>, string, string[]]>([
    [
      "every week, at the same time in winter and summer",
      { every: "week", until: "2027-04-06" },
      "2027-03-16 18:30",
      ["2027-03-16 18:30", "2027-03-23 18:30", "2027-03-30 18:30", "2027-04-06 18:30"],
    ],
    [
      "every second day",
      { every: "day", interval: 2, until: "2026-12-05" },
      "2026-12-01",
      ["2026-12-01", "2026-12-03", "2026-12-05"],
    ],
    [
      "every month but one",
      { every: "month", until: "2027-02-28", except: ["2027-01-14"] },
      "2026-12-14",
      ["2026-12-14", "2027-02-14"],
    ],
    [
      "the 31st of a month",
      { every: "month", until: "2027-04-30" },
      "2026-12-31",
      ["2026-12-31", "2027-01-31", "2027-03-31"],
    ],
    [
      "the second Tuesday",
      { every: "month", on: "weekday", until: "2027-02-28" },
      "2026-12-08",
      ["2026-12-08", "2027-01-12", "2027-02-09"],
    ],
    [
      "the last Friday",
      { every: "month", on: "weekday", until: "2027-02-28" },
      "2027-01-29",
      ["2027-01-29", "2027-02-26"],
    ],
    [
      "the first Saturday of June, each year",
      { every: "year", on: "weekday", until: "2027-12-31" },
      "2026-06-06",
      ["2026-06-06", "2027-06-05"],
    ],
    [
      "nothing but what is left out",
      { every: "week", until: "2026-12-01", except: ["2026-12-01"] },
      "2026-12-01",
      ["2026-12-01"],
    ],
  ])("%s", (_what, repeat, start, expected) => {
    expect(starts({ start, repeat })).toEqual(expected);
  });

  test("that take several days move together", () => {
    expect(starts({ start: "2026-12-30", end: "2027-01-02", repeat: { every: "month", until: "2027-01-31" } })).toEqual(
      ["2026-12-30 → 2027-01-02", "2027-01-30 → 2027-02-02"],
    );
  });

  test("without an end are bounded", () => {
    expect(starts({ start: "1970-01-01", repeat: { every: "day" } })).toHaveLength(5_000);
  });
});

test("an occurrence is over at its end, or with its day", () => {
  const over = (start: string, end?: string) => new Date(endOf({ start, end }, "Europe/Paris")).toISOString();
  expect(over("2026-12-01 18:30", "2026-12-01 20:00")).toBe("2026-12-01T19:00:00.000Z");
  expect(over("2026-12-01 18:30")).toBe("2026-12-02T17:30:00.000Z");
  expect(over("2026-10-25")).toBe("2026-10-25T23:00:00.000Z");
  expect(over("2026-12-01", "2026-12-03")).toBe("2026-12-03T23:00:00.000Z");
});
