import { expect, test } from "vitest";
import { blobId } from "./blob-id.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { readDraft } from "./read-drafts.ts";
import { saveDraft } from "./save-draft.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, save, siteRepository } from "./testing/site-repository.ts";

test("packs what was saved, while others save, and keeps what is not used yet", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const entry = { collection: "posts", slug: "a" };
  await saveDraft({ repository, entry, changes: [{ path: "a.md", content: "b" }], author: ADA, message: "b" });
  git(repository, ["hash-object", "-w", "--stdin"], "uploaded");
  for (let index = 0; index < 20; index++) await save(repository, `posts/${index}.md`, `${index}`);
  const saves = Array.from({ length: 30 }, (_, index) => save(repository, `posts/more-${index}.md`, `${index}`));
  await Promise.all([collectGarbage(repository), ...saves]);
  expect(git(repository, ["rev-list", "--count", "main"])).toBe("51");
  expect(git(repository, ["cat-file", "blob", blobId(Buffer.from("uploaded"))])).toBe("uploaded");
  expect((await readDraft(repository, entry))?.files).toHaveLength(1);
  expect(git(repository, ["count-objects", "-v"])).toMatch(/in-pack: \d{2,}/);
  git(repository, ["fsck", "--full", "--strict"]);
});
