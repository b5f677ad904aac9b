/**
 * - `empty`, `too-large`: its size;
 * - `type-refused`: not among the types that are kept, or not what its first bytes say;
 * - `macros`: an office document with programs in it;
 * - `image-refused`: an image that cannot be decoded, or not safely;
 * - `damaged`: a document that is not whole.
 */
export type UploadErrorCode = "empty" | "too-large" | "type-refused" | "macros" | "image-refused" | "damaged";

/** Why a file is not kept. */
export interface UploadRefusal {
  code: UploadErrorCode;
  /** What it is, to follow its name: `est une archive`. French, like `advice`. */
  refused: string;
  /** What the editor can do, a sentence. */
  advice: string;
}

/** A file that an editor sent is not kept. `message` is French, for that editor: what it is, and what to do. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  readonly code: UploadErrorCode;
  constructor(fileName: string, { code, refused, advice }: UploadRefusal) {
    super(`${quote(fileName)} ${refused}. ${advice}`);
    this.code = code;
  }
}

/** The name as its editor knows it, without the characters that could turn or break the sentence. */
function quote(fileName: string): string {
  const shown = [...fileName.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, "")];
  if (shown.length === 0) return "Ce fichier";
  return `« ${shown.length > 80 ? `${shown.slice(0, 79).join("")}…` : shown.join("")} »`;
}
