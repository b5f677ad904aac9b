import { createHash, hash } from "node:crypto";

/** A short digest of a text or of bytes: 128 bits of SHA-256 in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content).slice(0, 32);
}

/** A digest of several texts whose borders count. */
export function digestOfAll(parts: Iterable<string>): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(String(part.length)).update(":").update(part);
  return sum.digest("hex").slice(0, 32);
}
