import { closeSync, fsyncSync, openSync } from "node:fs";

/** Asks the disk to keep what a file or folder holds now. */
export function syncPath(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
