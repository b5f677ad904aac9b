import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MediaPointer } from "./media-pointer.ts";
import { openUnfinishedFiles } from "./unfinished-files.ts";

/** The host's files too large for git, shared by all sites, each under the hash of its bytes. */
export interface MediaStore {
  /** Where the file with this hash is, or would be; see `has`. */
  pathOf(sha256: string): string;
  has(sha256: string): boolean;
  /**
   * Keeps a file: its bytes, or the path of a file that is copied. It is on disk when this resolves.
   * @returns what goes into git in its place
   */
  add(source: Uint8Array | string): Promise<MediaPointer>;
  /**
   * The bytes of a file, checked against the hash.
   * @throws {MediaStoreError} when it is missing or damaged
   */
  read(sha256: string): Promise<Uint8Array>;
}

export class MediaStoreError extends Error {
  override readonly name = "MediaStoreError";
  readonly code: "missing-media" | "damaged-media";
  readonly sha256: string;
  constructor(code: MediaStoreError["code"], sha256: string, message: string) {
    super(message);
    this.code = code;
    this.sha256 = sha256;
  }
}

/** @param folder `data/media`: the file whose hash starts with `ab` is in `ab/` */
export function openMediaStore(folder: string): MediaStore {
  const root = resolve(folder);
  const unfinished = openUnfinishedFiles(join(root, "unfinished"));

  function pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`Not a SHA-256 in lower case hexadecimal: ${sha256}`);
    return join(root, sha256.slice(0, 2), sha256.slice(2));
  }

  return {
    pathOf,
    has: (sha256) => statSync(pathOf(sha256), { throwIfNoEntry: false }) !== undefined,
    async add(source) {
      // A file that is there already is written again: this mends one that was damaged.
      const { pointer } = await unfinished.write(async (path) => {
        const pointer = await copyHashed(source, path);
        return { pointer, place: pathOf(pointer.sha256) };
      });
      return pointer;
    },
    async read(sha256) {
      const bytes = await readStored(pathOf(sha256), sha256);
      if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
        const advice = "restore it from a backup, or add the original again";
        throw new MediaStoreError("damaged-media", sha256, `The file ${pathOf(sha256)} is damaged: ${advice}.`);
      }
      return bytes;
    },
  };
}

async function copyHashed(source: Uint8Array | string, to: string): Promise<MediaPointer> {
  const hash = createHash("sha256");
  let size = 0;
  const bytes = typeof source === "string" ? createReadStream(source) : Readable.from([source]);
  await pipeline(
    bytes,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(to, { flags: "wx" }),
  );
  return { sha256: hash.digest("hex"), size };
}

async function readStored(path: string, sha256: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const advice = "fetch it from the machine that keeps the site's media";
    throw new MediaStoreError("missing-media", sha256, `The media store has no file ${sha256}: ${advice}.`);
  }
}
