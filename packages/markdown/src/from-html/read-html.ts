/** HTML of an article to a tree that is safe to walk. */
import type { Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { isElement, type Node, type Parent } from "./elements.ts";

/** Levels of nesting that are kept: the renderer takes a hundred, and Markdown adds some of its own. */
const MAX_LEVELS = 60;
/** Open elements that the recursive steps of the parser survive. */
const MAX_OPEN = 1500;
/** Tags that open nothing, or nothing that stays open when the next one of its kind comes. */
const NEVER_DEEP =
  /<\/?(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|track|wbr)\b/gi;

/** Parses a fragment as a browser would. Elements nested deeper than anyone reads are unwrapped: their text stays. */
export function readHtml(html: string): Root {
  const root = fromHtml(mayNestTooDeep(html) ? withoutTags(html) : html, { fragment: true });
  flatten(root, 1);
  return root;
}

/** An upper bound: what is opened and never closed counts for good. */
function mayNestTooDeep(html: string): boolean {
  let open = 0;
  for (const [, slash] of html.replace(NEVER_DEEP, "").matchAll(/<(\/?)[a-z]/gi)) {
    open = Math.max(0, open + (slash ? -1 : 1));
    if (open > MAX_OPEN) return true;
  }
  return false;
}

function withoutTags(html: string): string {
  return html.replace(/<\/?(?:p|div|br|li|blockquote|h[1-6])\b[^>]*>/gi, "<br>").replace(/<(?!br>)[^>]*>/g, "");
}

function flatten(parent: Parent, level: number): void {
  const children = parent.children as Node[];
  const kept = level > MAX_LEVELS ? children.flatMap(leavesOf) : children;
  parent.children = kept as Parent["children"];
  for (const child of kept) if (isElement(child)) flatten(child, level + 1);
}

/** What a node holds without its wrappers, found without recursion. */
function leavesOf(top: Node): Node[] {
  const leaves: Node[] = [];
  const open: Node[] = [top];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isElement(node) && node.children.length > 0) open.push(...[...node.children].reverse());
    else leaves.push(node);
  }
  return leaves;
}
