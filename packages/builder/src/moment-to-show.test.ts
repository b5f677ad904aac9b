import { expect, test } from "vitest";
import { momentToShow } from "./moment-to-show.ts";

const at = (text: string) => Date.parse(text);
const NOW = at("2026-05-02T12:00:00+02:00");

test.each([
  ["no entry", undefined, NOW],
  ["no date", {}, NOW],
  ["online", { publishAt: "2026-05-01", unpublishAt: "2026-05-03" }, NOW],
  ["not yet", { publishAt: "2026-06-01 18:30" }, at("2026-06-01T18:30:00+02:00")],
  ["no longer", { unpublishAt: "2026-04-01" }, at("2026-04-01T00:00:00+02:00") - 1],
])("%s", (_, entry, moment) => {
  expect(momentToShow(entry, { timeZone: "Europe/Paris" }, NOW)).toBe(moment);
});
