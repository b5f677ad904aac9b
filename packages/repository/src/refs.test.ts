import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { head, listRefs } from "./refs.ts";
import { git, temporaryRepository } from "./testing/git-repository.ts";
import { headOf, save, siteRepository } from "./testing/site-repository.ts";
import { writeIn } from "./testing/temporary-folder.ts";

test("reads a branch, loose or packed", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const first = git(repository, ["rev-parse", "main"]);
  expect(await head(repository)).toBe(first);
  git(repository, ["pack-refs", "--all"]);
  expect(await head(repository)).toBe(first);
  const { revision } = await save(repository, "b.md", "b");
  expect(await head(repository)).toBe(revision);
  expect(await head(repository, "none")).toBeUndefined();
  expect(await head(temporaryRepository())).toMatch(/^[0-9a-f]{40}$/);
});

test("lists branches, loose and packed, without locks and the folders that git leaves", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const oid = await headOf(repository);
  const expected: [string, string][] = [];
  for (const name of ["x/b", "x/a", "y"]) {
    git(repository, ["update-ref", `refs/heads/drafts/${name}`, oid]);
    expected.push([`refs/heads/drafts/${name}`, oid]);
    if (name === "x/a") git(repository, ["pack-refs", "--all"]);
  }
  mkdirSync(join(repository, "refs/heads/drafts/z"));
  writeIn(repository, "refs/heads/drafts/y.lock", "");
  expect([...(await listRefs(repository, "refs/heads/drafts/"))]).toEqual(expected.sort());
  expect([...(await listRefs(await siteRepository(), "refs/heads/drafts/"))]).toEqual([]);
});

test("says that a branch is damaged", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  writeIn(repository, "refs/heads/main", "");
  await expect(head(repository)).rejects.toMatchObject({ code: "git-failed" });
});

test.each(["", "-x", "a..b", "a.lock", "a/", "/a", "a//b", "../a", "a\n", "a~1", "a b", "@{-1}", ".a", "é"])(
  "%j is no name for a branch",
  async (branch) => {
    const repository = await siteRepository({ "a.md": "a" });
    await expect(head(repository, branch)).rejects.toMatchObject({ code: "unknown-revision" });
  },
);
