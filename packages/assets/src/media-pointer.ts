/** What stands in git for a file kept in the store of media. */
export interface MediaPointer {
  /** In lower case hexadecimal. */
  sha256: string;
  /** In bytes. */
  size: number;
}

/** A pointer's text is far below this; a longer file is content. */
const LONGEST = 1024;
const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (0|[1-9]\d{0,14})\n$/;

/** Reads a Git LFS pointer; any other file, one with LFS extensions included, gives `undefined`. */
export function parsePointer(bytes: Uint8Array): MediaPointer | undefined {
  if (bytes.length > LONGEST) return undefined;
  const [, sha256, size] = POINTER.exec(Buffer.from(bytes).toString("latin1")) ?? [];
  return sha256 === undefined ? undefined : { sha256, size: Number(size) };
}

/** The text of a pointer, byte for byte as Git LFS writes it. */
export function formatPointer({ sha256, size }: MediaPointer): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
}
