/** What is in a folder, at any depth, without reading a file. Nothing is followed out of it. */
import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { type Listed, refusePath } from "./admit-files.ts";
import { stampOf } from "./file-stamp.ts";
import { isIgnoredName } from "./ignored-name.ts";
import { RepositoryError } from "./repository-error.ts";
import { MAX_FILES, tooManyFiles } from "./too-many-files.ts";

export interface FolderEntry extends Listed {
  /** See `SourceFile`. */
  stamp?: string | undefined;
}

/**
 * Lists files, and whatever else is none; folders only when they may not be entered. Synchronous: for the small files
 * of a site, promises take three times the processor's time.
 * @param root absolute path
 */
export function listFolder(root: string): FolderEntry[] {
  const now = Date.now();
  const entries: FolderEntry[] = [];
  const folders = [""];
  for (const folder of folders) {
    for (const entry of readEntries(root, folder)) {
      if (entry.name === ".git" || isIgnoredName(entry.name)) continue;
      if (entries.length + folders.length > MAX_FILES) throw tooManyFiles(root);
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) {
        const file = entry.isFile() ? describeFile(root, path, now) : { path, kind: kindOf(entry), size: 0 };
        if (file) entries.push(file);
      } else if (refusePath(path, true)) entries.push({ path, kind: "folder", size: 0 });
      else folders.push(path);
    }
  }
  return entries;
}

function readEntries(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(`${root}/${folder}`, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw cause;
    // A folder of the site that went away while it was listed has no files any more.
    if (folder !== "") return [];
    throw new RepositoryError("no-folder", `There is no folder ${root}. Check its path.`, { cause });
  }
}

function describeFile(root: string, path: string, now: number): FolderEntry | undefined {
  const stats = lstatSync(`${root}/${path}`, { bigint: true, throwIfNoEntry: false });
  if (stats) return { path, kind: "file", size: Number(stats.size), stamp: stampOf(stats, now) };
  // It went away since, or has a name that is not UTF-8, which Node cannot ask for.
  return refusePath(path) ? { path, kind: "file", size: 0 } : undefined;
}

function kindOf(entry: Dirent): string {
  if (entry.isSymbolicLink()) return "a symbolic link";
  if (entry.isSocket()) return "a socket";
  return entry.isFIFO() ? "a named pipe" : "a device";
}
