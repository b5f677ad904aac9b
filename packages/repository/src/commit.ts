import { problem } from "@pivert/model";
import type { Author, Signature } from "./author.ts";
import { bytesOf, type Change, checkChanges, RefusedChange } from "./change.ts";
import { cleanMessage, formatCommit, readCommit } from "./commit-object.ts";
import { describeConflict } from "./conflict.ts";
import { findGitFolder } from "./git.ts";
import { type Made, moveBranch, type Workshop } from "./move-branch.ts";
import { branchRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";
import { refuseSize } from "./size-limit.ts";
import { TreeEditor } from "./tree-editor.ts";

/** What files held when the editor opened them: a blob id, or `null` for none. */
export type Expected = Readonly<Record<string, string | null>>;

export interface CommitOptions {
  repository: string;
  /** `main`, if not said. */
  branch?: string;
  changes: readonly Change[];
  expected?: Expected;
  author: Author;
  message: string;
  /** Now, if not said. */
  date?: Date;
}

export interface Saved {
  /** The commit that the branch is at. */
  revision: string;
  /** Blob id by path of each file written: what to expect the next time. */
  oids: Record<string, string>;
}

/**
 * Makes one commit of changes on a branch: all of them or none. Changes that the branch already has make no commit, so
 * that a save whose answer was lost may be sent again.
 * @throws RefusedChange, Conflict
 * @throws RepositoryError `unknown-revision` (no such branch), `unknown-file`, `busy`, `not-written`
 */
export async function commit({ repository, branch = "main", changes, expected, author, message, date }: CommitOptions) {
  const gitFolder = findGitFolder(repository);
  checkChanges(changes);
  return moveBranch<Saved>(gitFolder, branchRef(branch), async (workshop) => {
    const { tip } = workshop;
    if (tip === undefined)
      throw new RepositoryError("unknown-revision", `${gitFolder} has no branch ${JSON.stringify(branch)}.`);
    const signature = { ...author, date: date ?? new Date() };
    return commitUpon(workshop, tip, { changes, expected, author: signature, message: cleanMessage(message) });
  });
}

/** A change already checked, or a blob to put in a place. */
export type CheckedChange = Change | { path: string; oid: string };

export interface CommitToWrite {
  changes: readonly CheckedChange[];
  expected?: Expected;
  author: Signature;
  /** Already clean. */
  message: string;
  /** The commits that it follows, when they are others than the one whose files it changes. */
  parents?: readonly string[];
}

/** The inner half of `commit`: writes a commit upon another, unless it would change nothing, and moves no branch. */
export async function commitUpon(
  { objects, writer }: Workshop,
  parent: string,
  what: CommitToWrite,
): Promise<Made<Saved>> {
  const { tree: before } = await readCommit(objects, parent);
  const tree = new TreeEditor(objects, before);
  const surprise = await findSurprise(tree, what.expected ?? {});
  const applied = await applyChanges({ objects, writer }, tree, what.changes).catch(async (error) => {
    // The other person's change comes first: it may be what makes this one impossible.
    throw surprise ? await describeConflict(objects, parent, surprise.path, surprise.oid) : error;
  });
  if (applied.tree === before) return { revision: parent, result: { revision: parent, oids: applied.oids } };
  if (surprise) throw await describeConflict(objects, parent, surprise.path, surprise.oid);
  const { author } = what;
  const object = formatCommit({
    tree: applied.tree,
    parents: [...(what.parents ?? [parent])],
    author,
    message: what.message,
  });
  const revision = await writer.write("commit", object);
  return { revision, result: { revision, oids: applied.oids } };
}

/** The first file that is not what the editor had opened. */
async function findSurprise(tree: TreeEditor, expected: Expected) {
  for (const [path, oid] of Object.entries(expected)) {
    const found = await tree.find(path);
    if (found !== (oid ?? undefined)) return { path, oid: found };
  }
  return undefined;
}

async function applyChanges(
  { objects, writer }: Pick<Workshop, "objects" | "writer">,
  tree: TreeEditor,
  changes: readonly CheckedChange[],
): Promise<{ tree: string; oids: Record<string, string> }> {
  const contents = new Map<string, Uint8Array | string>();
  const leaving: string[] = [];
  for (const change of changes) {
    const { path } = change;
    if ("delete" in change) leaving.push(path);
    else if ("movedFrom" in change) contents.set(path, await findMoved(tree, change, leaving));
    else if ("addLine" in change) contents.set(path, addLine(await readText(path), change.addLine));
    else contents.set(path, "oid" in change ? change.oid : bytesOf(change.content));
  }
  const written = new Set(contents.keys());
  for (const path of leaving) if (!written.has(path)) await tree.remove(path);
  const oids: Record<string, string> = {};
  const problems = [];
  for (const [path, content] of contents) {
    // A string is the id of a blob that is there already: a file that only moves.
    const oid = typeof content === "string" ? content : await writer.write("blob", content);
    oids[path] = oid;
    problems.push(typeof content === "string" ? undefined : refuseSize(path, content.byteLength));
    problems.push(await tree.set(path, oid));
  }
  const refused = [...problems, ...tree.collisions()].filter((found) => found !== undefined);
  if (refused.length > 0) throw new RefusedChange(refused);
  return { tree: await tree.write(writer), oids };

  async function readText(path: string): Promise<string> {
    const content = contents.get(path) ?? (await tree.find(path)) ?? new Uint8Array();
    const bytes = typeof content === "string" ? await objects.read(content, "blob") : content;
    return Buffer.from(bytes).toString("utf8");
  }
}

/** The content of a file that moves, given or as it stands; it leaves its old path, and must not take another's. */
async function findMoved(
  tree: TreeEditor,
  change: Extract<Change, { movedFrom: string }>,
  leaving: string[],
): Promise<Uint8Array | string> {
  const { path, movedFrom, content } = change;
  const oid = await tree.find(movedFrom);
  if (path !== movedFrom) {
    if (oid !== undefined && (await tree.find(path)) !== undefined)
      throw new RefusedChange([problem("duplicate-name", { file: movedFrom, expected: path })]);
    leaving.push(movedFrom);
  }
  if (content !== undefined) return bytesOf(content);
  if (oid !== undefined) return oid;
  throw new RepositoryError("unknown-file", `There is no ${movedFrom} to move to ${path}.`);
}

/** A text with a line more, which ends as its others do. */
function addLine(text: string, line: string): Uint8Array {
  const lines = text.split(/\r?\n/);
  if (lines.includes(line)) return Buffer.from(text, "utf8");
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return Buffer.from(`${text}${text === "" || text.endsWith("\n") ? "" : end}${line}${end}`, "utf8");
}
