import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { baseOf, blobId, forgetSaves, rememberSave, rememberSource } from "./editing-bases.ts";

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
  expect(await baseOf("posts/a.md", "B")).toBe(await blobId("A"));
});

test("a second save of the same form replaces the first one", async () => {
  rememberSource("B", "A");
  rememberSave("posts/b.md", await baseOf("posts/b.md", "B"), await blobId("B"));
  rememberSource("C", "A");
  expect(await baseOf("posts/b.md", "C")).toBe(await blobId("B"));
  rememberSave("posts/b.md", await blobId("B"), await blobId("C"));
  rememberSource("D", "A");
  expect(await baseOf("posts/b.md", "D")).toBe(await blobId("C"));
});

test("a text that comes back to what it was does not loop", async () => {
  rememberSource("B", "A");
  rememberSave("posts/c.md", await blobId("A"), await blobId("B"));
  rememberSource("A", "A");
  rememberSave("posts/c.md", await blobId("B"), await blobId("A"));
  rememberSource("E", "A");
  expect(await baseOf("posts/c.md", "E")).toBe(await blobId("A"));
});

test("a new entry replaces nothing, until it is saved", async () => {
  rememberSource("N", null);
  expect(await baseOf("posts/n.md", "N")).toBeNull();
  rememberSave("posts/n.md", null, await blobId("N"));
  rememberSource("N2", null);
  expect(await baseOf("posts/n.md", "N2")).toBe(await blobId("N"));
  forgetSaves();
  expect(await baseOf("posts/n.md", "N2")).toBeNull();
});
