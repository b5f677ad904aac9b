/**
 * What a visitor has to bring back to send a message: a signed note of what was shown again, and when. A program that
 * fills in forms without reading pages has none, and one that reads them is faster than people.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { ContactMessage } from "@pivert/model";

/** Nobody reads a message again in less. */
const SOONEST_MS = 1_500;
const LATEST_MS = 2 * 3600 * 1000;

export type TokenState = "good" | "wrong" | "too-soon" | "too-late";

/** @param now milliseconds since 1970 */
export function makeToken(secret: Buffer, site: string, message: ContactMessage, now: number): string {
  return `${now.toString(36)}.${signatureOf(secret, site, message, now)}`;
}

export function checkToken(
  secret: Buffer,
  site: string,
  message: ContactMessage,
  token: string,
  now: number,
): TokenState {
  const [, written = "", signature = ""] = /^([0-9a-z]{1,11})\.([\w-]{43})$/.exec(token) ?? [];
  const made = Number.parseInt(written, 36);
  if (!Number.isSafeInteger(made)) return "wrong";
  const right = Buffer.from(signatureOf(secret, site, message, made));
  if (!timingSafeEqual(right, Buffer.from(signature.padEnd(right.length).slice(0, right.length)))) return "wrong";
  if (now - made > LATEST_MS) return "too-late";
  return now - made < SOONEST_MS ? "too-soon" : "good";
}

function signatureOf(secret: Buffer, site: string, { name, email, message }: ContactMessage, made: number): string {
  return createHmac("sha256", secret)
    .update(JSON.stringify([site, made, name, email, message]))
    .digest("base64url");
}
