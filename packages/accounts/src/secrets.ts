import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, as text that fits in addresses, cookies and passwords. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a secret: who reads the database cannot use it. Of 256 random bits, no slow hash is needed. */
export function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
