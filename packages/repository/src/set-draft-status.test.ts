import { expect, test } from "vitest";
import { readDraft } from "./read-drafts.ts";
import { saveDraft } from "./save-draft.ts";
import { setDraftStatus } from "./set-draft-status.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, siteRepository } from "./testing/site-repository.ts";

const ENTRY = { collection: "pages", slug: "a" };

test("a draft has a status, which later saves keep and which changes nothing else of it", async () => {
  const repository = await siteRepository({ "pages/a.md": "a\n" });
  const save = (content: string, author = ADA) =>
    saveDraft({ repository, entry: ENTRY, author, message: "Brouillon", changes: [{ path: "pages/a.md", content }] });
  await save("b\n");
  const before = await readDraft(repository, ENTRY);
  await setDraftStatus(repository, ENTRY, "pending_review");
  const after = await readDraft(repository, ENTRY);
  expect(after).toEqual({ ...before, status: "pending_review", revision: after?.revision });
  await setDraftStatus(repository, ENTRY, "pending_review");
  expect((await readDraft(repository, ENTRY))?.revision).toBe(after?.revision);
  await save("c\n", BOB);
  expect(await readDraft(repository, ENTRY)).toMatchObject({ status: "pending_review", author: BOB });
  await setDraftStatus(repository, ENTRY, "draft");
  expect(await readDraft(repository, ENTRY)).toMatchObject({ status: "draft", message: "Brouillon" });
  expect(git(repository, ["rev-list", "--count", "main..drafts/pages/a"])).toBe("2");
  git(repository, ["fsck", "--full", "--strict"]);
});

test("what is no draft has none", async () => {
  const repository = await siteRepository({ "pages/a.md": "a\n" });
  await expect(setDraftStatus(repository, ENTRY, "draft")).rejects.toMatchObject({ code: "unknown-draft" });
});
