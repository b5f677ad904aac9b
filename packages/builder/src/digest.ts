import { hash } from "node:crypto";

/** A short digest of a text or of bytes: 128 bits of SHA-256 in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content).slice(0, 32);
}

/** A digest of several texts whose borders count. */
export function digestOfAll(parts: Iterable<string>): string {
  // In one call: what each call of the library costs is more than what most parts do.
  let whole = "";
  for (const part of parts) whole += `${part.length}:${part}`;
  return digestOf(whole);
}
