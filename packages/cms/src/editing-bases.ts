/**
 * Remembers which text each form was opened on, or what its last save made of it, so that a save can say what it
 * replaces: the server refuses one that would silently overwrite what somebody else saved since.
 */

/** Texts that this page wrote, by what it wrote: the text of the file it started from, or `null` for a new entry. */
const sources = new Map<string, string | null>();
const MAX_REMEMBERED = 200;

/** To be called with every text that is about to be saved. */
export function rememberSource(written: string, source: string | null): void {
  sources.delete(written);
  sources.set(written, source);
  for (const key of sources.keys()) {
    if (sources.size <= MAX_REMEMBERED) return;
    sources.delete(key);
  }
}

/** The object id of what a save of this text replaces, or `null` when it creates a file. */
export async function baseOf(written: string): Promise<string | null> {
  const source = sources.get(written) ?? null;
  return source === null ? null : blobId(source);
}

/** The object id that git gives a text. */
export async function blobId(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const head = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  const digest = await crypto.subtle.digest("SHA-1", whole);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
