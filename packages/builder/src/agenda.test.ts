import { entry, testSite } from "@pivert/test-site";
import ICAL from "ical.js";
import { expect, test } from "vitest";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const WEEKLY = { title: "Atelier vélo", start: "2026-11-03 18:30", end: "2026-11-03 20:00" };

/** The dates that a page of the plain theme shows. */
const dates = (page: string) => [...page.matchAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/g)].map(([iso]) => iso);

/** What a real parser finds in a calendar: `[start, end, title]`, in the order of the file. */
function eventsOf(text: string): [start: string, end: string | undefined, title: string][] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [
      event.startDate.toString(),
      component.getFirstProperty("dtend") ? event.endDate.toString() : undefined,
      event.summary.replace(/[\u00a0\u202f]/g, " "),
    ];
  });
}

test("a repeated event stands in the agenda at each of its dates, and once on the home page", async () => {
  await using site = testSite({
    "events/2026-11-03-atelier.md": entry({
      ...WEEKLY,
      repeat: { every: "week", until: "2026-12-08", except: ["2026-12-01"] },
    }),
    "events/2026-12-02-fete.md": entry({ title: "Fête", start: "2026-12-02", end: "2026-12-03" }),
  });
  await site.build({ now: NOW });
  expect(site.read("agenda/index.html").match(/\/agenda\/(atelier|fete)\/"/g)).toHaveLength(3);
  expect(site.read("index.html").match(/\/agenda\/(atelier|fete)\/"/g)).toHaveLength(2);
  expect(dates(site.read("agenda/atelier/index.html"))).toEqual(["2026-11-24T17:30"]);
  expect(site.output().has("agenda/passes/index.html")).toBe(false);

  // The evening of the 24th is over: the next one is on the 8th of December, the last.
  await site.build({ now: Date.parse("2026-11-24T19:00:00Z") });
  expect(dates(site.read("agenda/atelier/index.html"))).toEqual(["2026-12-08T17:30"]);
  await site.build({ now: Date.parse("2026-12-09T00:00:00Z") });
  expect(site.read("agenda/passes/index.html")).toContain("Atelier");
});

test("calendars are read by another program", async () => {
  await using site = testSite({
    "events/2026-11-03-atelier.md": entry({
      ...WEEKLY,
      title: "Atelier; « vélo », et\\plus",
      place: "Foyer, salle 2",
      repeat: { every: "week", until: "2026-12-01" },
    }),
    "events/2026-12-02-fete.md": entry({ title: "Fête", start: "2026-12-02", end: "2026-12-03", cancelled: true }),
    "events/2020-01-01-vieux.md": entry({ title: "Vieux", start: "2020-01-01" }),
  });
  await site.build({ now: NOW });
  const whole = site.read("agenda/agenda.ics");
  expect(eventsOf(whole)).toEqual([
    ["2026-11-24T17:30:00Z", "2026-11-24T19:00:00Z", "Atelier ; « vélo », et\\plus"],
    ["2026-12-01T17:30:00Z", "2026-12-01T19:00:00Z", "Atelier ; « vélo », et\\plus"],
    ["2026-12-02", "2026-12-04", "Fête"],
  ]);
  expect(whole).toContain("STATUS:CANCELLED");
  expect(whole).toContain("LOCATION:Foyer\\, salle 2");
  expect(whole).toContain("UID:2026-11-24/agenda/atelier/@");
  // Lines end with CR LF and hold at most 75 octets (RFC 5545, 3.1).
  expect(whole.split("\r\n").every((line) => Buffer.byteLength(line) <= 75 && !line.includes("\n"))).toBe(true);
  expect(eventsOf(site.read("agenda/vieux/rendez-vous.ics"))).toEqual([["2020-01-01", "2020-01-02", "Vieux"]]);
});

test("without events there is no calendar", async () => {
  await using site = testSite({ "pages/index.md": entry({ title: "Accueil" }) });
  await site.build({ now: NOW });
  expect([...site.output().keys()].filter((file) => file.endsWith(".ics"))).toEqual([]);
});
