import { expect, test } from "vitest";
import { formatSignature, parseSignature } from "./author.ts";

const date = new Date("2026-03-14T10:20:30Z");

test.each([
  ["Zoé Élan", "zoe@example.org", "Zoé Élan <zoe@example.org>"],
  ["J. R. R.", "a@b", "J. R. R <a@b>"],
  ["a\nparent 0", "b>\n c", "a parent 0 <b  c>"],
  ["", "", "? <?>"],
])("writes %j", (name, email, expected) => {
  const [, written, time] = /^(.*>) (.*)$/.exec(formatSignature({ name, email, date })) ?? [];
  expect(written).toBe(expected);
  expect(time).toMatch(/^1773483630 [+-]\d{4}$/);
});

test("reads what it writes, and git's older forms", () => {
  expect(parseSignature(formatSignature({ name: "Zoé", email: "z@x", date }))).toEqual({
    name: "Zoé",
    email: "z@x",
    date,
  });
  expect(parseSignature("<z@x> 0 -0330")).toEqual({ name: "", email: "z@x", date: new Date(0) });
  expect(parseSignature("nobody")).toBeUndefined();
});
