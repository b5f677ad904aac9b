import type { Author } from "./author.ts";
import { type Commit, readCommit } from "./commit-object.ts";
import { diffTrees } from "./diff-trees.ts";
import { DRAFTS, type DraftStatus, draftRef, type EntryName, parseDraft } from "./draft-branch.ts";
import { findGitFolder } from "./git.ts";
import { type ObjectReader, withObjects } from "./object-reader.ts";
import { pairMoves } from "./pair-moves.ts";
import { listRefs, readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

/** A file that a draft changes. */
export interface DraftFile {
  path: string;
  /** Its blob id in the draft; `null` when the draft removes it. */
  oid: string | null;
  /** Whether `main` had no file of this path when the draft was begun. */
  isNew: boolean;
  /** The path that it had in `main`, when the draft gives it another: that file is removed. */
  movedFrom?: string;
}

/** Changes to an entry that are not published yet. */
export interface Draft {
  entry: EntryName;
  /** Who saved it last, and with which message. */
  author: Author;
  message: string;
  /** ISO 8601. */
  updatedAt: string;
  /** The commit of the last save: its tree is the whole site as it was when the draft was begun, with the changes. */
  revision: string;
  /** The commit of `main` that the draft was begun from, or put upon later. */
  base: string;
  status: DraftStatus;
  files: DraftFile[];
}

/** All drafts, by collection and slug. Branches in their place that are none are left out. */
export async function listDrafts(repository: string): Promise<Draft[]> {
  const gitFolder = findGitFolder(repository);
  return withObjects(gitFolder, async (objects) => {
    const drafts: Draft[] = [];
    for (const [ref, revision] of await listRefs(gitFolder, DRAFTS)) {
      const draft = await openDraft(objects, revision);
      if (draft && draftRef(draft.entry) === ref) drafts.push(draft);
    }
    return drafts;
  });
}

/** The draft of an entry, if it has one. Its files are read at its `revision`. */
export async function readDraft(repository: string, entry: EntryName): Promise<Draft | undefined> {
  const gitFolder = findGitFolder(repository);
  const revision = await readRef(gitFolder, draftRef(entry));
  return revision === undefined ? undefined : withObjects(gitFolder, (objects) => openDraft(objects, revision));
}

/** Drafts read before. A commit never changes, so that what it says needs no second look. */
const known = new Map<string, Draft>();
const KNOWN_AT_MOST = 5000;

/** The draft that a commit ends; `undefined` when it ends none. */
export async function openDraft(objects: ObjectReader, revision: string): Promise<Draft | undefined> {
  const draft = known.get(revision) ?? (await parseCommit(objects, revision));
  if (!draft) return undefined;
  known.delete(revision);
  known.set(revision, draft);
  for (const oldest of known.keys()) {
    if (known.size <= KNOWN_AT_MOST) break;
    known.delete(oldest);
  }
  return structuredClone(draft);
}

async function parseCommit(objects: ObjectReader, revision: string): Promise<Draft | undefined> {
  const commit = await readCommit(objects, revision);
  const parsed = parseDraft(commit);
  if (!parsed) return undefined;
  const { tree: before } = await readCommit(objects, parsed.base);
  const files = pairMoves(await diffTrees(objects, before, commit.tree));
  return {
    ...parsed,
    author: { name: commit.author.name, email: commit.author.email },
    updatedAt: commit.author.date.toISOString(),
    revision,
    files: files.map(({ path, before, after, movedFrom }) => ({
      path,
      oid: after ?? null,
      isNew: before === undefined || movedFrom !== undefined,
      ...(movedFrom === undefined ? {} : { movedFrom }),
    })),
  };
}

/** The commits of a draft, the last one first; those of `main` that it was put upon are not among them. */
export async function commitsOfDraft(objects: ObjectReader, { revision }: Draft): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (let at: string | undefined = revision; at !== undefined; at = commits.at(-1)?.parents[0]) {
    const commit = await readCommit(objects, at);
    if (!parseDraft(commit)) break;
    commits.push(commit);
  }
  return commits;
}

export function noDraft(gitFolder: string, { collection, slug }: EntryName): RepositoryError {
  return new RepositoryError("unknown-draft", `${collection} ${slug} has no draft in ${gitFolder}.`);
}
