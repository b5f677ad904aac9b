import { describe, expect, it } from "vitest";
import { dayParts, formatDay, formatEventDates, formatEventTimes, formatMonth, machineDate } from "./dates.ts";

const ZONE = "Europe/Paris";
/** Written in Paris time, in summer: two hours ahead of UTC. */
const summer = (day: string, time = "00:00") => new Date(`${day}T${time}:00+02:00`).toISOString();
const event = (start: string, end?: string, wholeDay = false) => ({ start, end, wholeDay });
const spaced = (text: string) => text.replaceAll("\u00a0", " ");

describe("formatDay", () => {
  it("is in the site's time zone", () => {
    expect(formatDay("2026-04-17T22:30:00Z", "fr", ZONE)).toBe("18 avril 2026");
    expect(formatDay("2026-04-17T22:30:00Z", "fr", "America/Martinique")).toBe("17 avril 2026");
  });

  it("says the first of a month as French does", () => {
    expect(formatDay(summer("2026-05-01"), "fr", ZONE)).toBe("1er mai 2026");
  });

  it("knows other languages", () => {
    expect(formatDay(summer("2026-04-18"), "en", ZONE)).toBe("18 April 2026");
    expect(formatDay(summer("2026-04-18"), "oc", ZONE)).toBe("18 d’abril de 2026");
    expect(formatDay(summer("2026-04-18"), "de", ZONE)).toBe("18. April 2026");
  });
});

describe("formatEventDates", () => {
  it.each([
    [
      "one day, with times",
      event(summer("2026-04-18", "14:00"), summer("2026-04-18", "18:00")),
      "samedi 18 avril 2026, 14 h – 18 h",
    ],
    [
      "minutes",
      event(summer("2026-04-18", "09:30"), summer("2026-04-18", "12:05")),
      "samedi 18 avril 2026, 9 h 30 – 12 h 05",
    ],
    ["no end", event(summer("2026-04-18", "20:00")), "samedi 18 avril 2026, 20 h"],
    [
      "an evening past midnight",
      event(summer("2026-07-03", "20:30"), summer("2026-07-04", "02:00")),
      "vendredi 3 juillet 2026, 20 h 30 – 2 h",
    ],
    ["a whole day", event(summer("2026-07-14"), undefined, true), "mardi 14 juillet 2026"],
    ["whole days of a month", event(summer("2026-07-03"), summer("2026-07-05"), true), "du 3 au 5 juillet 2026"],
    [
      "whole days of two months",
      event(summer("2026-06-30"), summer("2026-07-01"), true),
      "du 30 juin au 1er juillet 2026",
    ],
    [
      "whole days of two years",
      event("2026-12-30T23:00:00Z", "2027-01-01T23:00:00Z", true),
      "du 31 décembre 2026 au 2 janvier 2027",
    ],
    [
      "several days with times",
      event(summer("2026-07-03", "18:00"), summer("2026-07-05", "12:00")),
      "du vendredi 3 juillet, 18 h au dimanche 5 juillet 2026, 12 h",
    ],
  ])("%s", (_, dates, expected) => expect(spaced(formatEventDates(dates, "fr", ZONE))).toBe(expected));

  it("knows other languages", () => {
    const weekend = event(summer("2026-07-03"), summer("2026-07-05"), true);
    expect(formatEventDates(weekend, "en", ZONE)).toBe("3 – 5 July 2026");
    expect(formatEventDates(weekend, "oc", ZONE)).toBe("del 3 al 5 de julhet de 2026");
    const evening = event(summer("2026-04-18", "20:00"), summer("2026-04-18", "22:00"));
    expect(formatEventDates(evening, "en-GB", ZONE)).toBe("Saturday 18 April 2026, 20:00 – 22:00");
    expect(spaced(formatEventDates(evening, "oc", ZONE))).toBe("dissabte 18 d’abril de 2026, 20 h – 22 h");
    expect(formatEventDates(evening, "br", ZONE)).toContain("Ebrel");
  });
});

describe("formatEventTimes", () => {
  it("is empty where the days say all", () => {
    expect(formatEventTimes(event(summer("2026-07-14"), undefined, true), "fr", ZONE)).toBe("");
    expect(formatEventTimes(event(summer("2026-07-03", "18:00"), summer("2026-07-05", "12:00")), "fr", ZONE)).toBe("");
  });
});

describe("parts and machines", () => {
  it("gives the parts of a tile", () => {
    expect(dayParts(summer("2026-04-18"), "fr", ZONE)).toEqual({
      weekday: "samedi",
      day: "18",
      month: "avril",
      monthShort: "avr.",
      year: "2026",
    });
    expect(dayParts(summer("2026-04-18"), "oc", ZONE).weekday).toBe("dissabte");
  });

  it("writes whole days without a time", () => {
    expect(machineDate(summer("2026-07-03"), true, ZONE)).toBe("2026-07-03");
    expect(machineDate("2026-07-03T16:00:00.000Z", false, ZONE)).toBe("2026-07-03T16:00:00.000Z");
    expect(formatMonth(summer("2026-07-01"), "fr", ZONE)).toBe("juillet 2026");
  });
});
