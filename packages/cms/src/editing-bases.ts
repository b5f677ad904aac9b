/**
 * Remembers which text each form was opened on, so that a save can say what it replaces: the server refuses one that
 * would silently overwrite what somebody else saved since.
 */

/** Texts that this page wrote, by what it wrote: the text of the file it started from, or `null` for a new entry. */
const sources = new Map<string, string | null>();
/** What a saved text of this page became: saving twice from one opened form is no conflict. */
const successors = new Map<string, string>();
const MAX_REMEMBERED = 200;

/** To be called with every text that is about to be saved or compared. */
export function rememberSource(written: string, source: string | null): void {
  sources.delete(written);
  sources.set(written, source);
  for (const key of sources.keys()) {
    if (sources.size <= MAX_REMEMBERED) return;
    sources.delete(key);
  }
}

/** The object id of what a save of this text replaces, or `null` when it creates a file. */
export async function baseOf(path: string, written: string): Promise<string | null> {
  const source = sources.get(written) ?? null;
  if (source === null) return successors.get(successorKey(path, null)) ?? null;
  let id = await blobId(source);
  for (let next = successors.get(successorKey(path, id)); next !== undefined && next !== id; ) {
    id = next;
    next = successors.get(successorKey(path, id));
  }
  return id;
}

/** The save of a form opened on `base` made the file what `id` names. */
export function rememberSave(path: string, base: string | null, id: string): void {
  if (base === id) return;
  successors.set(successorKey(path, base), id);
  // The file may come back to an earlier state: the chain never loops.
  successors.delete(successorKey(path, id));
}

/** A draft was abandoned or a file deleted: what was saved no longer stands. */
export function forgetSaves(): void {
  successors.clear();
}

function successorKey(path: string, id: string | null): string {
  return `${path}\n${id ?? ""}`;
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
