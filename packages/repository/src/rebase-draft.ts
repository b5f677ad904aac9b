import type { Author } from "./author.ts";
import { commitUpon } from "./commit.ts";
import { readCommit } from "./commit-object.ts";
import { draftMessage, draftRef, type EntryName, parseDraft } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { mergeDraft, type Resolution } from "./merge-draft.ts";
import { moveBranch } from "./move-branch.ts";
import { noDraft, openDraft } from "./read-drafts.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

export interface RebaseDraftOptions {
  repository: string;
  entry: EntryName;
  /** What to do about files that `main` and the draft changed in one place, by the path that they have in `main`. */
  resolutions?: Readonly<Record<string, Resolution>>;
  author: Author;
  date?: Date;
}

/**
 * Puts a draft upon what is published now, and leaves it a draft: the way out for one that conflicts with it. Earlier
 * saves stay in its history, and so does what `main` says.
 * @throws Conflict when a file needs a resolution, or its resolution knows another version than what `main` holds
 * @throws RefusedChange when a file would move to the place of another
 * @throws RepositoryError `unknown-draft`, `busy`, `not-written`
 */
export async function rebaseDraft(options: RebaseDraftOptions): Promise<void> {
  const { repository, entry, resolutions, author, date = new Date() } = options;
  const gitFolder = findGitFolder(repository);
  const ref = draftRef(entry);
  await moveBranch(gitFolder, ref, async (workshop) => {
    const { tip, objects } = workshop;
    const draft = tip === undefined ? undefined : await openDraft(objects, tip);
    const facts = tip === undefined ? undefined : parseDraft(await readCommit(objects, tip));
    if (tip === undefined || !draft || !facts) throw noDraft(gitFolder, entry);
    const base = await readRef(gitFolder, "refs/heads/main");
    if (base === undefined) throw new RepositoryError("unknown-revision", `${gitFolder} has no branch main.`);
    if (base === draft.base) return { revision: tip, result: undefined };
    const made = await commitUpon(workshop, base, {
      changes: await mergeDraft(workshop, base, draft, resolutions),
      author: { ...author, date },
      message: draftMessage({ ...facts, base }),
      parents: [tip, base],
    });
    // What is published already needs no draft that says the same: publishing it as it is ends it.
    return { revision: made.revision === base ? tip : made.revision, result: undefined };
  });
}
