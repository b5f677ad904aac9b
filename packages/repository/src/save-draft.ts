import type { Author } from "./author.ts";
import { type Change, checkChanges } from "./change.ts";
import { commitUpon, type Expected, type Saved } from "./commit.ts";
import { cleanMessage, readCommit } from "./commit-object.ts";
import { type DraftStatus, draftMessage, draftRef, type EntryName, parseDraft } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { moveBranch } from "./move-branch.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

export interface SaveDraftOptions {
  repository: string;
  entry: EntryName;
  changes: readonly Change[];
  /** As in `commit`: the files of the draft, or those of `main` for an entry that had none. */
  expected?: Expected;
  author: Author;
  message: string;
  /** Of a draft that is begun; one that there is keeps its own. */
  status?: DraftStatus;
  date?: Date;
}

/**
 * Saves changes to an entry without publishing them: a commit on the draft of the entry, which is begun from `main` when
 * there is none. Earlier saves stay in its history.
 * @throws as `commit`
 */
export async function saveDraft(options: SaveDraftOptions): Promise<Saved> {
  const { repository, entry, changes, expected, author, message, date = new Date() } = options;
  const gitFolder = findGitFolder(repository);
  const ref = draftRef(entry);
  checkChanges(changes);
  return moveBranch<Saved>(gitFolder, ref, async (workshop) => {
    const { tip, objects } = workshop;
    const parent = tip ?? (await readRef(gitFolder, "refs/heads/main"));
    if (parent === undefined) throw new RepositoryError("unknown-revision", `${gitFolder} has no branch main.`);
    const facts =
      tip === undefined
        ? { base: parent, status: options.status ?? "draft" }
        : parseDraft(await readCommit(objects, tip));
    if (facts === undefined) throw new RepositoryError("git-failed", `${ref} of ${gitFolder} is no draft. Rename it.`);
    const made = await commitUpon(workshop, parent, {
      changes,
      expected,
      author: { ...author, date },
      message: draftMessage({ message: cleanMessage(message), entry, base: facts.base, status: facts.status }),
    });
    // A draft that changes nothing is not begun.
    return made.revision === parent ? { ...made, revision: tip } : made;
  });
}
