import { formatCommit, readCommit } from "./commit-object.ts";
import { type DraftStatus, draftMessage, draftRef, type EntryName, parseDraft } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { moveBranch } from "./move-branch.ts";
import { noDraft } from "./read-drafts.ts";

/**
 * Says how far the draft of an entry is. Its last save is written anew with the status: who saved what, and when, stays.
 * @throws RepositoryError `unknown-draft`, `busy`, `not-written`
 */
export async function setDraftStatus(repository: string, entry: EntryName, status: DraftStatus): Promise<void> {
  const gitFolder = findGitFolder(repository);
  await moveBranch(gitFolder, draftRef(entry), async ({ tip, objects, writer }) => {
    const commit = tip === undefined ? undefined : await readCommit(objects, tip);
    const facts = commit && parseDraft(commit);
    if (!commit || !facts) throw noDraft(gitFolder, entry);
    if (facts.status === status) return { revision: tip, result: undefined };
    const object = formatCommit({ ...commit, message: draftMessage({ ...facts, status }) });
    return { revision: await writer.write("commit", object), result: undefined };
  });
}
