/** What stands on lines of its own leaves the paragraphs, links and words in bold that browsers let it stand in. */
import type { Element, ElementContent } from "hast";
import { isFlow } from "./block-node.ts";
import { isBlank, isElement, type Node, type Parent } from "./elements.ts";

/** Elements that hold a line of text and nothing else. */
const LINES = new Set(
  "a abbr b bdi bdo cite code del dfn em h1 h2 h3 h4 h5 h6 i ins kbd mark p q s samp small span strike strong sub sup time tt u var".split(
    " ",
  ),
);

/** Rewrites the tree in place: a line around a block is cut into the lines before and after it. */
export function liftBlocks(parent: Parent): void {
  parent.children = (parent.children as Node[]).flatMap((child) => {
    if (!isElement(child)) return [child];
    liftBlocks(child);
    return LINES.has(child.tagName) && child.children.some(isFlow) ? split(child) : [child];
  }) as Parent["children"];
}

function split(line: Element): ElementContent[] {
  const parts: ElementContent[] = [];
  let run: ElementContent[] = [];
  const end = () => {
    if (!run.every(isBlank)) parts.push({ ...line, children: run });
    run = [];
  };
  for (const child of line.children) {
    if (isFlow(child)) {
      end();
      parts.push(pushDown(child, line));
    } else run.push(child);
  }
  end();
  return parts;
}

/** What surrounded a block surrounds its text: a link, words in bold; a heading takes a paragraph's place. */
function pushDown(block: ElementContent, line: Element): ElementContent {
  if (!isElement(block) || line.tagName === "p") return block;
  if (/^h[1-6]$/.test(line.tagName))
    return isElement(block, "p", "div") ? { ...line, children: block.children } : block;
  if (block.children.some(isFlow))
    return { ...block, children: block.children.map((child) => (isFlow(child) ? pushDown(child, line) : child)) };
  return isElement(block, ...HOLDS_TEXT) ? { ...block, children: [{ ...line, children: block.children }] } : block;
}

const HOLDS_TEXT = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li", "dd", "dt"];
