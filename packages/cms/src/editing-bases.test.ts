import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { baseOf, blobId, rememberSource } from "./editing-bases.ts";

test.each(["", "Un texte\n", "Accents é, emoji 🚲, ligne\r\nsuite", "x".repeat(100_000)])(
  "the object id is git's: %j",
  async (text) => {
    expect(await blobId(text)).toBe(
      execFileSync("git", ["hash-object", "--stdin"], { input: text, encoding: "utf8" }).trim(),
    );
  },
);

test("a save replaces what its form was opened on", async () => {
  rememberSource("B", "A");
  expect(await baseOf("B")).toBe(await blobId("A"));
});

test("a text written again from another one replaces that one", async () => {
  rememberSource("C", "A");
  rememberSource("C", "B");
  expect(await baseOf("C")).toBe(await blobId("B"));
});

test("a new entry replaces nothing", async () => {
  rememberSource("N", null);
  expect(await baseOf("N")).toBeNull();
});
