import { commitUpon } from "./commit.ts";
import { findGitFolder } from "./git.ts";
import { mergeDraft } from "./merge-draft.ts";
import { withObjects } from "./object-reader.ts";
import { ObjectWriter } from "./object-writer.ts";
import type { Draft } from "./read-drafts.ts";
import { readRef } from "./refs.ts";

/**
 * A commit with the files that publishing a draft now would give `main`, for a look at them. No branch leads to it, so
 * that it is gone some weeks later. The same draft upon the same `main` gives the same commit.
 * @throws Conflict, RefusedChange as publishing it would
 */
export async function mergedRevision(repository: string, draft: Draft): Promise<string> {
  const gitFolder = findGitFolder(repository);
  const tip = await readRef(gitFolder, "refs/heads/main");
  if (tip === undefined || tip === draft.base) return draft.revision;
  return withObjects(gitFolder, async (objects) => {
    const writer = new ObjectWriter(gitFolder);
    const workshop = { tip, objects, writer };
    const { revision = tip } = await commitUpon(workshop, tip, {
      changes: await mergeDraft(workshop, tip, draft),
      author: { ...draft.author, date: new Date(draft.updatedAt) },
      message: draft.message,
    });
    await writer.flush();
    return revision;
  });
}
