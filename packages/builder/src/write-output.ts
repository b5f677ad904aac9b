/** Writes files of a release, with `.br` and `.gz` beside what compresses. Nothing unchanged is written again. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { BuildState, Output } from "./build-state.ts";
import { digestOf } from "./digest.ts";
import type { FirstVisit } from "./first-visit.ts";

const COMPRESSIBLE = /\.(?:html|css|js|mjs|json|xml|svg|txt|ics|webmanifest|csv)$/;

/** Brotli 5 costs a seventieth of brotli 11 for a few percent more bytes: see facts on compression in the bench. */
const BROTLI = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
};

/** What themes bring: the same bytes for every site and for a long time, so that they are pressed hard, once a process. */
const LASTING = /\.(?:css|js|mjs)$/;
const pressed = new Map<string, Buffer>();

function compressBrotli(file: string, content: string | Uint8Array, digest: string): Buffer {
  if (!LASTING.test(file)) return brotliCompressSync(content, BROTLI);
  const known = pressed.get(digest);
  if (known) return known;
  const params = { ...BROTLI.params, [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const brotli = brotliCompressSync(content, { params });
  pressed.set(digest, brotli);
  return brotli;
}

export interface OutputFolder {
  /** Files written by this build, in order. */
  readonly written: string[];
  readonly removed: string[];
  /** Whether the build before wrote this file from the same inputs. */
  has(file: string, key: string): boolean;
  /** Writes a file unless its bytes are those written before. */
  write(file: string, content: string | Uint8Array, key: string, options?: WriteOptions): void;
  /** Puts a file that exists elsewhere in place; `place` links or copies it. */
  place(file: string, key: string, place: (to: string) => void): void;
  /** Keeps a file of the build before as it is. */
  keep(file: string): void;
  /** Removes what no call named. */
  removeOthers(): void;
}

export interface WriteOptions {
  /** Of HTML pages. */
  visit?: FirstVisit;
  /** Never compressed: the site has files of its own under the names that the compressed ones would have. */
  alone?: boolean;
}

export interface OpenOutputOptions {
  /** The folder of the site's files. */
  folder: string;
  state: BuildState;
  compress: boolean;
}

export function openOutput({ folder, state, compress }: OpenOutputOptions): OutputFolder {
  const named = new Set<string>();
  const made = new Set<string>();
  const written: string[] = [];
  const removed: string[] = [];
  /** Makes the folders of a path, asking the system once for each: `recursive` would look at every parent each time. */
  const makeFolder = (folderPath: string): void => {
    if (made.has(folderPath)) return;
    if (folderPath.length > folder.length) makeFolder(dirname(folderPath));
    try {
      mkdirSync(folderPath, { recursive: folderPath.length <= folder.length });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      // No two files of a plan stand in each other's way: what is there is a file of an earlier build.
      if (!statSync(folderPath).isDirectory()) {
        rmSync(folderPath);
        mkdirSync(folderPath);
      }
    }
    made.add(folderPath);
  };
  /** A file may be linked into a release: it is replaced whole, never written into. */
  const replace = (path: string, content: Uint8Array, exists: boolean) => {
    if (!exists && !state.untrusted) return writeNew(path, content);
    writeFileSync(`${path}.tmp`, content);
    clearFolder(path);
    renameSync(`${path}.tmp`, path);
  };

  return {
    written,
    removed,
    has: (file, key) => state.outputs.get(file)?.key === key,
    write(file, content, key, { visit, alone = false } = {}) {
      named.add(file);
      const compressed = compress && !alone && COMPRESSIBLE.test(file);
      // Encoded once, for the digest, the size, the file and its compressed forms.
      const encoded = typeof content === "string" ? Buffer.from(content) : content;
      const digest = digestOf(encoded) + (compressed ? COMPRESSED : "");
      const before = state.outputs.get(file);
      let sent = before?.digest === digest ? before.sent : encoded.byteLength;
      if (before?.digest !== digest) {
        state.beginWriting();
        const path = join(folder, file);
        // The folder of a file that was there is there: asking the system to make it again costs an exception.
        if (before === undefined || !existsSync(path)) makeFolder(dirname(path));
        replace(path, encoded, before !== undefined);
        if (compressed) {
          const brotli = compressBrotli(file, encoded, digest);
          sent = brotli.length;
          replace(`${path}.br`, brotli, before !== undefined);
          replace(`${path}.gz`, gzipSync(encoded), before !== undefined);
        } else if (before?.digest.endsWith(COMPRESSED))
          for (const suffix of [".br", ".gz"]) if (!named.has(file + suffix)) removeFile(path + suffix);
        written.push(file);
      }
      const output: Output = { key, digest, bytes: encoded.byteLength, sent, ...(visit ? { visit } : {}) };
      if (before?.key !== key || before.digest !== digest) state.putOutput(file, output);
    },
    place(file, key, place) {
      named.add(file);
      state.beginWriting();
      const path = join(folder, file);
      makeFolder(dirname(path));
      clearFolder(path);
      place(path);
      written.push(file);
      const { size } = statSync(path);
      state.putOutput(file, { key, digest: key, bytes: size, sent: size });
    },
    keep: (file) => void named.add(file),
    removeOthers() {
      // After a build that was cut off, the folder may hold files that no state knows.
      const present = state.untrusted ? [...state.outputs.keys(), ...filesIn(folder)] : [...state.outputs.keys()];
      for (const file of present) {
        if (named.has(file) || named.has(file.replace(/\.(?:br|gz|tmp)$/, ""))) continue;
        state.beginWriting();
        const path = join(folder, file);
        for (const suffix of ["", ".br", ".gz"]) if (!named.has(file + suffix)) removeFile(path + suffix);
        removeEmptyFolders(dirname(path), folder);
        if (state.outputs.has(file)) {
          state.removeOutput(file);
          removed.push(file);
        }
      }
    },
  };
}

/** Ends the digest of a file that has compressed ones beside it. */
const COMPRESSED = " compressed";

/** Writes a file that no build before wrote; a folder of an earlier build may stand in its place. */
function writeNew(path: string, content: Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EISDIR") throw error;
    clearFolder(path);
    writeFileSync(path, content);
  }
}

function clearFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
}

/** Removes a file of an earlier build, unless something else of this one has taken its place. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    // Its name is now that of a folder, or one of its folders is now a file.
    const { code } = error as NodeJS.ErrnoException;
    if (!["ERR_FS_EISDIR", "EISDIR", "ENOTDIR"].includes(code ?? "")) throw error;
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function removeEmptyFolders(from: string, root: string): void {
  for (let folder = from; folder.length > root.length; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOENT" || code === "ENOTDIR") return;
      throw error;
    }
  }
}
