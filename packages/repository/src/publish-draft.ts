import type { Author } from "./author.ts";
import { type Change, checkChanges } from "./change.ts";
import { commitUpon, type Saved } from "./commit.ts";
import { cleanMessage } from "./commit-object.ts";
import { Conflict } from "./conflict.ts";
import { removeRef } from "./discard-draft.ts";
import { draftRef, type EntryName } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { mergeDraft } from "./merge-draft.ts";
import { moveBranch } from "./move-branch.ts";
import type { ObjectReader } from "./object-reader.ts";
import { commitsOfDraft, type Draft, noDraft, openDraft } from "./read-drafts.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

export interface PublishDraftOptions {
  repository: string;
  entry: EntryName;
  /** Who publishes: the author of the commit. Others who saved the draft are named in its message. */
  author: Author;
  message: string;
  /** What else to change in the same commit, such as a line for `redirects.csv`. */
  extraChanges?: readonly Change[];
  /** The draft's commit that the editor has seen; a draft saved since is a conflict. */
  revision?: string;
  date?: Date;
}

/**
 * Brings a draft into `main` as one commit, and ends the draft. Where `main` changed the same text since, both changes
 * are put together if they touch different lines. May be called again when its answer was lost: a draft that `main`
 * already has is only ended.
 * @throws Conflict, RefusedChange
 * @throws RepositoryError `unknown-draft`, `busy`, `not-written`
 */
export async function publishDraft(options: PublishDraftOptions): Promise<Saved> {
  const { repository, entry, author, message, extraChanges = [], date = new Date() } = options;
  const gitFolder = findGitFolder(repository);
  const ref = draftRef(entry);
  checkChanges(extraChanges);
  const [saved, published] = await moveBranch(gitFolder, "refs/heads/main", async (workshop) => {
    const { tip, objects } = workshop;
    if (tip === undefined) throw new RepositoryError("unknown-revision", `${gitFolder} has no branch main.`);
    const revision = await readRef(gitFolder, ref);
    const draft = revision === undefined ? undefined : await openDraft(objects, revision);
    if (!draft) throw noDraft(gitFolder, entry);
    if (options.revision !== undefined && options.revision !== draft.revision) throw changedSince(draft);
    const made = await commitUpon(workshop, tip, {
      changes: [...(await mergeDraft(workshop, tip, draft)), ...extraChanges],
      author: { ...author, date },
      message: await nameOthers(objects, draft, author, cleanMessage(message)),
    });
    return { revision: made.revision, result: [made.result, draft.revision] as const };
  });
  // Only as it was published: what was saved in the meantime remains a draft. One that cannot be removed remains as
  // well, and publishing it again changes nothing: what matters is that the caller knows `main` has moved.
  await removeRef(gitFolder, ref, published).catch(() => false);
  return saved;
}

function changedSince(draft: Draft): Conflict {
  const [file] = draft.files;
  const theirs = { author: draft.author.name, date: draft.updatedAt, message: draft.message };
  return new Conflict(file?.path ?? draft.entry.slug, { ...theirs, oid: file?.oid ?? null });
}

async function nameOthers(objects: ObjectReader, draft: Draft, author: Author, message: string): Promise<string> {
  const commits = await commitsOfDraft(objects, draft);
  const others = new Map(commits.map(({ author: { name, email } }) => [email, `Co-authored-by: ${name} <${email}>`]));
  others.delete(author.email);
  return others.size === 0 ? message : `${message}\n\n${[...others.values()].join("\n")}`;
}
