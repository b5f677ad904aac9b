import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { findGitFolder } from "./git.ts";

/** How a repository is filled since it was last packed. */
export interface LooseObjects {
  /** Objects in files of their own: a save makes about six. */
  loose: number;
  /** A push may make one. */
  packs: number;
  /** When the last object was written, in milliseconds; 0 for none. */
  lastWrite: number;
}

/** Counts what `collectGarbage` would pack; reads names only. */
export async function looseObjects(repository: string): Promise<LooseObjects> {
  const objects = join(findGitFolder(repository), "objects");
  let [loose, packs, lastWrite] = [0, 0, 0];
  for (const name of await readdir(objects)) {
    if (!/^([0-9a-f]{2}|pack)$/.test(name)) continue;
    const folder = join(objects, name);
    const files = await readdir(folder);
    if (name === "pack") packs = files.filter((file) => file.endsWith(".pack")).length;
    else loose += files.filter((file) => /^[0-9a-f]{38}$/.test(file)).length;
    lastWrite = Math.max(lastWrite, (await stat(folder)).mtimeMs);
  }
  return { loose, packs, lastWrite };
}
