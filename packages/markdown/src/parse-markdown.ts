/** Markdown to an mdast tree: CommonMark, GFM, footnotes and directives. The only door to satteri. */
import type { Root } from "mdast";
import { markdownToMdast } from "satteri";

/** Levels of nesting a text may have: beyond it nobody reads, and every recursive step would be at risk. */
export const MAX_DEPTH = 100;

/** Parses Markdown. Linear in the length of the text; nodes carry their positions. */
export function parseMarkdown(source: string): Root {
  return markdownToMdast(source, { features: { gfm: true, directive: true, frontmatter: false } }) as Root;
}

/** How many levels a tree nests, counted without recursion. */
export function depthOf(tree: { children?: unknown[] }): number {
  let deepest = 0;
  let level: { children?: unknown[] }[] = [tree];
  while (level.length > 0) {
    deepest++;
    level = level.flatMap((node) => (node.children as { children?: unknown[] }[] | undefined) ?? []);
  }
  return deepest;
}
