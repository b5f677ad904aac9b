import fs from "node:fs";
import { join } from "node:path";
import * as isomorphic from "isomorphic-git";
import { expect, test } from "vitest";
import { git, temporaryRepository, writeBlob } from "./testing/git-repository.ts";
import { formatTree, parseTree, toTreeName } from "./tree.ts";

const NAMES = ["a", "a.md", "a-b", "A", "été.md", "é", "ﬁn.md", "😀.md", "\ue000", "z", "ça", "a b", "10", "9"];

/** Files, and folders named like them with a letter more. */
function entries(oid: string, tree: string) {
  const files = NAMES.map((name) => ({ name, mode: "100644", oid, type: "blob" as const }));
  return [
    ...files,
    ...["a", "b.md", "é", "b"].map((name) => ({ name: `${name}x`, mode: "40000", oid: tree, type: "tree" as const })),
  ];
}

test("is written in git's order, byte for byte", () => {
  const repository = temporaryRepository({ "a.md": "a" });
  const blob = writeBlob(repository, "x");
  const folder = git(repository, ["rev-parse", "HEAD^{tree}"]);
  const all = [
    ...entries(blob, folder),
    { name: "ab", mode: "40000", oid: folder, type: "tree" as const },
    { name: "ab.md", mode: "100644", oid: blob, type: "blob" as const },
  ];
  const lines = all.map(({ name, mode, oid, type }) => `${mode} ${type} ${oid}\t${name}\0`);
  const expected = git(repository, ["mktree", "-z"], lines.join(""));
  const bytes = formatTree(new Map(all.map(({ name, mode, oid }) => [toTreeName(name), { mode, oid }])));
  expect(git(repository, ["hash-object", "-t", "tree", "--stdin"], bytes)).toBe(expected);
  expect(formatTree(parseTree(bytes))).toEqual(bytes);
});

const NOT_UTF8 = Buffer.concat([Buffer.from("100644 caf\xe9\0", "latin1"), Buffer.alloc(20, 1)]);

test("keeps names that are not UTF-8", () => expect(formatTree(parseTree(NOT_UTF8))).toEqual(NOT_UTF8));

test("negative control: isomorphic-git does not", async () => {
  const repository = temporaryRepository();
  const oid = git(repository, ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], NOT_UTF8);
  const place = { fs, gitdir: join(repository, ".git") };
  const { tree } = await isomorphic.readTree({ ...place, oid });
  expect(await isomorphic.writeTree({ ...place, tree })).not.toBe(oid);
});

test.each(["100644 a", "100644 a\0short", "\0"])("throws at %j, which is no tree", (text) =>
  expect(() => parseTree(Buffer.from(text))).toThrow("no tree of git"),
);
