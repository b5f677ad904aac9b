import { expect, test } from "vitest";
import { containsCommit } from "./contains-commit.ts";
import { headOf, save, siteRepository } from "./testing/site-repository.ts";

test("a commit contains itself and what came before, nothing later and nothing unknown", async () => {
  const repository = await siteRepository({ "a.md": "un\n" });
  const first = await headOf(repository);
  const { revision } = await save(repository, "a.md", "deux\n");
  const contains = (commit: string, earlier: string) => containsCommit(repository, commit, earlier);
  expect(await contains(revision, first)).toBe(true);
  expect(await contains(first, first)).toBe(true);
  expect(await contains(first, revision)).toBe(false);
  for (const strange of ["0".repeat(40), "main", "--all", ""]) {
    expect(await contains(revision, strange)).toBe(false);
    expect(await contains(strange, revision)).toBe(false);
  }
});
