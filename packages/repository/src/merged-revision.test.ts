import { expect, test } from "vitest";
import { mergedRevision } from "./merged-revision.ts";
import { type Draft, readDraft } from "./read-drafts.ts";
import { readFileAt } from "./read-file-at.ts";
import { saveDraft } from "./save-draft.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, save, siteRepository } from "./testing/site-repository.ts";

const ENTRY = { collection: "pages", slug: "a" };

test("what publishing would give, with no branch moved", async () => {
  const repository = await siteRepository({ "pages/a.md": "un\n\ndeux\n", "pages/b.md": "b\n" });
  const changes = [{ path: "pages/a.md", content: "un\n\ntrois\n" }];
  await saveDraft({ repository, entry: ENTRY, author: ADA, message: "Brouillon", changes });
  const draft = (await readDraft(repository, ENTRY)) as Draft;
  expect(await mergedRevision(repository, draft)).toBe(draft.revision);

  await save(repository, "pages/a.md", "UN\n\ndeux\n", BOB);
  await save(repository, "pages/b.md", "b2\n", BOB);
  const before = git(repository, ["for-each-ref"]);
  const merged = await mergedRevision(repository, draft);
  const read = async (path: string) => String((await readFileAt(repository, merged, path))?.content);
  expect([await read("pages/a.md"), await read("pages/b.md")]).toEqual(["UN\n\ntrois\n", "b2\n"]);
  expect(await mergedRevision(repository, draft)).toBe(merged);
  expect(git(repository, ["for-each-ref"])).toBe(before);
  git(repository, ["fsck", "--full", "--strict"]);

  await save(repository, "pages/a.md", "un\n\nquatre\n", BOB);
  await expect(mergedRevision(repository, draft)).rejects.toMatchObject({ code: "conflict" });
});
