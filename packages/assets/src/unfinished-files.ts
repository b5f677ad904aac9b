import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Nothing takes that long to write: what is older belongs to a process that was killed. */
const ABANDONED_MS = 3_600_000;

/** Files being written, in a folder where no reader looks; they appear in their place whole or not at all. */
export interface UnfinishedFiles {
  /**
   * Resolves once the file is in its place and on disk; what stood there is replaced.
   * @param fill writes the file under the name it is given, and tells the `place` where it belongs
   * @returns what `fill` told
   */
  write<T extends { place: string }>(fill: (unfinished: string) => Promise<T>): Promise<T>;
}

/** @param folder on the file system of the places the files go to; several processes may share it */
export function openUnfinishedFiles(folder: string): UnfinishedFiles {
  mkdirSync(folder, { recursive: true });
  removeAbandoned(folder);
  return {
    async write(fill) {
      const unfinished = join(folder, randomUUID());
      try {
        const written = await fill(unfinished);
        await flush(unfinished);
        await mkdir(dirname(written.place), { recursive: true });
        await rename(unfinished, written.place);
        return written;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
  };
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    // Another process may have finished it meanwhile.
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (written !== undefined && Date.now() - written > ABANDONED_MS) rmSync(path, { force: true });
  }
}

/** A name must not reach the disk before the bytes it stands for. */
async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
