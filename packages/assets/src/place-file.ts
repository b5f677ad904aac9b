import { randomUUID } from "node:crypto";
import { constants, copyFileSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/** Across devices, file systems without hard links, or with too many to one file. */
const LINK_REFUSED = new Set(["EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * Puts a cached file in its place in a release, replacing what is there in one step. The two share their bytes on disk
 * where that is possible: neither may be written to afterwards, only replaced or removed.
 */
export function placeFile(from: string, to: string): void {
  try {
    linkSync(from, to);
    return;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") mkdirSync(dirname(to), { recursive: true });
    else if (code !== "EEXIST" && !LINK_REFUSED.has(code)) throw error;
  }
  const beside = `${to}.${randomUUID()}`;
  try {
    linkOrCopy(from, beside);
    renameSync(beside, to);
  } finally {
    // Renaming a file onto another name of itself succeeds and does nothing: the extra name is still there.
    rmSync(beside, { force: true });
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!LINK_REFUSED.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
