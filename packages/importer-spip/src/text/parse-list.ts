/** Lists: `-*`, `-##` at the start of lines; the number of marks is the depth. */
import type { Block } from "./tree.ts";

interface OpenList {
  ordered: boolean;
  node: Extract<Block, { type: "list" }>;
}

/**
 * Parses a paragraph that holds list items. What comes before the first item is a text of its own; lines after an item
 * belong to it.
 */
export function parseLists(
  paragraph: string,
  parseText: (text: string) => Block[],
  parseItem: (text: string) => Block[],
): Block[] {
  const [before = "", ...items] = `\n${paragraph}`.split("\n-");
  const blocks: Block[] = [];
  const open: OpenList[] = [];
  let lead = before;
  let current: { text: string; into: Block[] } | undefined;
  const endItem = () => {
    if (current) current.into.push(...parseItem(current.text));
    else if (lead.trim() !== "") blocks.push(...parseText(lead));
    lead = "";
    current = undefined;
  };
  for (const item of items) {
    const [, marks = "", text = ""] = /^(\*+|#+)([^*#].*|)$/s.exec(item) ?? [];
    const depth = marks.length;
    if (depth === 0) {
      // An old bullet, a dash or a rule: part of what goes on.
      if (current) current.text += `\n-${item}`;
      else lead += `\n-${item}`;
      continue;
    }
    endItem();
    const ordered = marks[0] === "#";
    const changes = open.length === depth && open.at(-1)?.ordered !== ordered;
    while (open.length > depth - (changes ? 1 : 0)) open.pop();
    while (open.length < Math.min(depth, MAX_LEVELS)) {
      const node: OpenList["node"] = { type: "list", ordered, items: [] };
      const parent = open.at(-1)?.node;
      if (parent && parent.items.length === 0) parent.items.push([]);
      (parent?.items.at(-1) ?? blocks).push(node);
      open.push({ ordered, node });
    }
    const into: Block[] = [];
    open.at(-1)?.node.items.push(into);
    current = { text, into };
  }
  endItem();
  return blocks;
}

/** Nobody reads deeper. */
const MAX_LEVELS = 12;
