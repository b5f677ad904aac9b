import { isUtf8 } from "node:buffer";
import type { Author } from "./author.ts";
import { type Change, checkChanges } from "./change.ts";
import { type CheckedChange, commitUpon, type Saved } from "./commit.ts";
import { cleanMessage, readCommit } from "./commit-object.ts";
import { Conflict, describeConflict } from "./conflict.ts";
import { diffTrees } from "./diff-trees.ts";
import { removeRef } from "./discard-draft.ts";
import { draftRef, type EntryName } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { mergeText } from "./merge-text.ts";
import { moveBranch, type Workshop } from "./move-branch.ts";
import type { ObjectReader } from "./object-reader.ts";
import { type MovedFile, pairMoves } from "./pair-moves.ts";
import { commitsOfDraft, type Draft, noDraft, openDraft } from "./read-drafts.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";
import { isText } from "./text-file.ts";
import { TreeEditor } from "./tree-editor.ts";

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

/** What to change in `main` so that it has what the draft changed. */
async function mergeDraft({ objects, writer }: Workshop, tip: string, draft: Draft): Promise<CheckedChange[]> {
  const [before, after, main] = [
    (await readCommit(objects, draft.base)).tree,
    (await readCommit(objects, draft.revision)).tree,
    new TreeEditor(objects, (await readCommit(objects, tip)).tree),
  ];
  const files = pairMoves(await diffTrees(objects, before, after));
  const changes: CheckedChange[] = [];
  for (const file of files) {
    const now = await main.find(file.movedFrom ?? file.path);
    const merged = await mergeFile(file, now);
    if (merged === "conflict") throw await describeConflict(objects, tip, file.movedFrom ?? file.path, now);
    if (file.movedFrom !== undefined) {
      const taken = await main.find(file.path);
      if (taken !== undefined && taken !== merged) throw await describeConflict(objects, tip, file.path, taken);
      changes.push({ path: file.movedFrom, delete: true });
    }
    changes.push(merged === undefined ? { path: file.path, delete: true } : { path: file.path, oid: merged });
  }
  return changes;

  /** The blob that the file shall have; `undefined` for none. */
  async function mergeFile(file: MovedFile, now: string | undefined): Promise<string | undefined | "conflict"> {
    if (now === file.before || now === file.after) return file.after;
    const texts = isText(file.path) ? await Promise.all([file.before, now, file.after].map(readText)) : [];
    const [base, ours, theirs] = texts;
    if (base === undefined || ours === undefined || theirs === undefined) return goneAlready(file, now);
    const merged = mergeText(base, ours, theirs);
    return merged === undefined ? "conflict" : writer.write("blob", Buffer.from(merged, "utf8"));
  }

  async function readText(oid: string | undefined): Promise<string | undefined> {
    const bytes = oid === undefined ? undefined : await objects.read(oid, "blob");
    return bytes && isUtf8(bytes) ? bytes.toString("utf8") : undefined;
  }

  /** A file that moves may have moved already, by a publication whose answer was lost. */
  async function goneAlready(file: MovedFile, now: string | undefined): Promise<string | undefined | "conflict"> {
    const moved = file.movedFrom !== undefined && now === undefined && (await main.find(file.path)) === file.after;
    return moved ? file.after : "conflict";
  }
}

async function nameOthers(objects: ObjectReader, draft: Draft, author: Author, message: string): Promise<string> {
  const commits = await commitsOfDraft(objects, draft);
  const others = new Map(commits.map(({ author: { name, email } }) => [email, `Co-authored-by: ${name} <${email}>`]));
  others.delete(author.email);
  return others.size === 0 ? message : `${message}\n\n${[...others.values()].join("\n")}`;
}
