import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { admitFiles } from "./admit-files.ts";
import { blobId } from "./blob-id.ts";
import { listFolder } from "./list-folder.ts";
import { RepositoryError } from "./repository-error.ts";
import type { Revision, SourceFile } from "./revision.ts";

export interface ReadFolderOptions {
  /** Files of an earlier call, by path: one with the same stamp keeps its oid unread. */
  known?: ReadonlyMap<string, SourceFile>;
}

/**
 * Opens a folder as it is now. Symbolic links are problems, never followed; `.git`, dot-files and what editors drop
 * are left out. Give the files returned as `known` the next time, those of a call that changed nothing too: a file
 * that had just been written gets its stamp then only.
 * @throws RepositoryError `no-folder`, `too-many-files`
 */
export async function readFolder(folder: string, { known }: ReadFolderOptions = {}): Promise<Revision> {
  const root = resolve(folder);
  const { admitted, problems } = admitFiles(listFolder(root));
  const files: SourceFile[] = [];
  for (const { path, size, stamp } of admitted) {
    const earlier = known?.get(path);
    if (earlier && stamp !== undefined && earlier.stamp === stamp) {
      files.push({ path, oid: earlier.oid, size, stamp });
      continue;
    }
    const bytes = readRegularFile(root, path);
    // Without bytes, it went away since it was listed.
    if (bytes) files.push({ path, oid: blobId(bytes), size: bytes.length, ...(stamp === undefined ? {} : { stamp }) });
  }
  const listed = new Map(files.map((file) => [file.path, file]));
  let closed = false;
  return {
    id: undefined,
    files,
    problems,
    async read(asked) {
      if (closed) throw new RepositoryError("closed", "This revision was closed; open it again.");
      return asked.map((file) => readUnchanged(root, file, listed));
    },
    async close() {
      closed = true;
    },
  };
}

/** A file that changed since it was listed would be kept in caches under the id of what it was. */
function readUnchanged(root: string, { path, oid }: SourceFile, listed: ReadonlyMap<string, SourceFile>): Buffer {
  const bytes = listed.get(path)?.oid === oid ? readRegularFile(root, path) : undefined;
  if (bytes && blobId(bytes) === oid) return bytes;
  const what = bytes ? "changed" : "is gone";
  throw new RepositoryError("file-changed", `${path} ${what} since ${root} was listed. Start again.`);
}

/** The bytes of a file; `undefined` when there is none, or something else, in its place. */
function readRegularFile(root: string, path: string): Buffer | undefined {
  let file: number;
  try {
    // Neither through a link, nor waiting for a pipe, put there since the folder was listed.
    file = openSync(`${root}/${path}`, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (GONE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  try {
    return fstatSync(file).isFile() ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

const GONE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO"]);
