import { expect, test } from "vitest";
import { commit } from "./commit.ts";
import { filesOfCommit } from "./files-of-commit.ts";
import { ADA, headOf, siteRepository } from "./testing/site-repository.ts";

test("what a commit wrote, without what it removed", async () => {
  const repository = await siteRepository({ "a.md": "a", "pages/b.md": "b", "pages/c.md": "c" });
  expect(await filesOfCommit(repository, await headOf(repository))).toEqual(["a.md", "pages/b.md", "pages/c.md"]);
  const { revision } = await commit({
    repository,
    changes: [
      { path: "a.md", delete: true },
      { path: "pages/d.md", movedFrom: "pages/b.md" },
      { path: "pages/c.md", content: "c2" },
    ],
    author: ADA,
    message: "Trois choses",
  });
  expect(await filesOfCommit(repository, revision)).toEqual(["pages/c.md", "pages/d.md"]);
});
