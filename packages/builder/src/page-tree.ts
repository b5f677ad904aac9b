/** The tree of pages, by their paths. */
import type { Entry } from "./load-entries.ts";

export interface PageNode {
  /** Path of the page, such as `/asso/`. */
  path: string;
  /** Absent for a folder without a page of its own. */
  entry?: Entry;
  children: PageNode[];
}

/** @param home the path of the language's home page, which is the root */
export function buildPageTree(pages: readonly Entry[], home: string): PageNode {
  const root: PageNode = { path: home, children: [] };
  const nodes = new Map([[home, root]]);
  const nodeOf = (path: string): PageNode => {
    const known = nodes.get(path);
    if (known) return known;
    const node: PageNode = { path, children: [] };
    nodes.set(path, node);
    nodeOf(path.slice(0, path.lastIndexOf("/", path.length - 2) + 1)).children.push(node);
    return node;
  };
  for (const entry of pages) nodeOf(entry.path).entry = entry;
  return root;
}
