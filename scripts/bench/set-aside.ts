/**
 * What an earlier run has built is put aside before the next, and removed when all is measured. A file system needs time
 * to reuse what a removal has just freed: on ext4 without a journal, looking for a free inode took a sixth of a build
 * that followed `rm -rf`, of ours as of Hugo's.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ASIDE } from "./paths.ts";

let count = 0;

/** Puts a folder aside, if there is one. */
export function setAside(folder: string): void {
  if (!existsSync(folder)) return;
  mkdirSync(ASIDE, { recursive: true });
  renameSync(folder, join(ASIDE, `${process.pid}-${count++}`));
}

export function removeAside(): void {
  rmSync(ASIDE, { recursive: true, force: true });
}
