/** What the dev server shows: set by the process that starts it, read by the middleware that Vite loads anew. */
import type { View } from "./views.ts";

export interface DevSource {
  /** The view of a path; the site's own page for what is missing when there is none. */
  viewOf(path: string): Promise<View>;
  /** A file that is no page: an image, a feed. */
  fileOf(path: string): Promise<{ content: string | Uint8Array; type: string } | undefined>;
  /** Calls the listener after each change of content. */
  onChange(listener: () => void): void;
}

// Vite evaluates the middleware in a module graph of its own: only the global object is shared with it.
const KEY = Symbol.for("pivert.dev-source");

type Holder = { [KEY]?: DevSource };

export function setDevSource(source: DevSource): void {
  (globalThis as Holder)[KEY] = source;
}

export function devSource(): DevSource | undefined {
  return (globalThis as Holder)[KEY];
}
