import { createHash } from "node:crypto";

/** The id that git gives to a file with these bytes: `git hash-object`, in a SHA-1 repository. */
export function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}
