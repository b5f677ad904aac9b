/** What a tool has written, so that all are seen to make the same pages. */
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export interface Written {
  /** Paths of HTML files. */
  pages: Set<string>;
  /** Those that only lead on: Hugo makes a first page of each list lead to the list. */
  redirects: number;
  /** Paths of all other files, but for the names of stylesheets, which may hold hashes. */
  others: Set<string>;
  bytes: number;
}

export function countPages(folder: string): Written {
  const written: Written = { pages: new Set(), redirects: 0, others: new Set(), bytes: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file);
    written.bytes += statSync(file).size;
    if (path.endsWith("/page/1/index.html")) written.redirects++;
    else if (path.endsWith(".html")) written.pages.add(path);
    else written.others.add(path.endsWith(".css") ? "a stylesheet" : path);
  }
  return written;
}

/** What one wrote and the other did not, a few of each, as one line; `undefined` when both wrote the same. */
export function tellDifference(ours: Written, theirs: Written): string | undefined {
  const [a, b] = [pathsOf(ours), pathsOf(theirs)];
  const missing = [...a].filter((path) => !b.has(path)).slice(0, 3);
  const added = [...b].filter((path) => !a.has(path)).slice(0, 3);
  return [...missing.map((path) => `-${path}`), ...added.map((path) => `+${path}`)].join(" ") || undefined;
}

function pathsOf({ pages, others }: Written): Set<string> {
  return new Set([...pages, ...others]);
}
