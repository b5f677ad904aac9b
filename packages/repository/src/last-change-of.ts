/** Who changed each file of a site last: an index beside the repository, to which only new commits are added. */
import { randomBytes } from "node:crypto";
import { readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findGitFolder, runGit } from "./git.ts";
import { logCommits } from "./git-log.ts";
import { inTurn } from "./in-turn.ts";
import { readRef } from "./refs.ts";

export interface LastChange {
  /** A name. */
  author: string;
  /** ISO 8601. */
  date: string;
  revision: string;
}

interface Index {
  /** The commit of `main` up to which it was made. */
  tip: string;
  files: Map<string, LastChange>;
}

const FILE = "pivert-last-changes-1.json";
/** Sites whose index stays in memory: a hundred bytes for each file. */
const KEPT = 50;
const kept = new Map<string, Index>();

/**
 * Who last changed each of these files in `main`, and when; files that `main` does not have are left out. The first call
 * reads the whole history, through one process; later ones, after a restart too, only what came since.
 */
export async function lastChangeOf(repository: string, paths: readonly string[]): Promise<Map<string, LastChange>> {
  const gitFolder = findGitFolder(repository);
  const tip = await readRef(gitFolder, "refs/heads/main");
  if (tip === undefined) return new Map();
  const index = await inTurn(`last changes of ${gitFolder}`, () => updateIndex(gitFolder, tip));
  const changes = new Map<string, LastChange>();
  for (const path of paths) {
    const change = index.files.get(path);
    if (change) changes.set(path, change);
  }
  return changes;
}

async function updateIndex(gitFolder: string, tip: string): Promise<Index> {
  const known = kept.get(gitFolder) ?? (await readIndex(gitFolder));
  if (known?.tip === tip) return keep(gitFolder, known);
  // After a restore of an older copy, what is known may never have been.
  const isAncestor = known && !(await runGit(gitFolder, ["merge-base", "--is-ancestor", known.tip, tip], 0)).failure;
  const files = new Map(isAncestor ? known.files : []);
  // From the oldest on, so that the last one to change a file stays. A merge changes nothing by itself.
  const choice = ["--reverse", "--topo-order", "--no-renames", isAncestor ? `${known.tip}..${tip}` : tip];
  for (const { revision, author, date, files: changed } of await logCommits(gitFolder, choice))
    for (const { path, oid } of changed)
      if (oid === null) files.delete(path);
      else files.set(path, { author: author.name, date, revision });
  const index: Index = { tip, files };
  await writeIndex(gitFolder, index);
  return keep(gitFolder, index);
}

function keep(gitFolder: string, index: Index): Index {
  kept.delete(gitFolder);
  kept.set(gitFolder, index);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return index;
}

async function readIndex(gitFolder: string): Promise<Index | undefined> {
  try {
    const { tip, files } = JSON.parse(await readFile(join(gitFolder, FILE), "utf8"));
    return /^[0-9a-f]{40}$/.test(tip) ? { tip, files: new Map(files) } : undefined;
  } catch {
    // None yet, or half of one: it is made again from the history.
    return undefined;
  }
}

/** Not flushed: what is lost is made again. */
async function writeIndex(gitFolder: string, index: Index): Promise<void> {
  const aside = join(gitFolder, `${FILE}.${randomBytes(8).toString("hex")}`);
  try {
    await writeFile(aside, JSON.stringify({ tip: index.tip, files: [...index.files] }));
    await rename(aside, join(gitFolder, FILE));
  } catch {
    // A disk that is full, or one that we may only read: the answer is known all the same.
    await unlink(aside).catch(() => {});
  }
}
