/** Blocks and notes in an HTML tree, between the time they are recognised and the time they become Markdown. */
import type { BlockName } from "@pivert/model";
import type { Element, ElementContent, ElementData } from "hast";
import { element, isElement, type Node } from "./elements.ts";

export interface FoundBlock {
  name: BlockName;
  /** Its attributes; empty ones are left out. */
  fields: Record<string, string | undefined>;
}

/** A note's label; a call refers to it, a body defines it. */
export interface FoundNote {
  label: string;
  part: "call" | "body";
}

declare module "hast" {
  interface ElementData {
    block?: FoundBlock;
    note?: FoundNote;
    /** Whether its lines are verses. */
    poem?: boolean;
  }
}

/** The tag that stands for a block: no HTML has it. */
export const BLOCK_TAG = "pivert-block";
export const NOTE_TAG = "pivert-note";

export function blockNode(
  name: BlockName,
  fields: Record<string, string | undefined>,
  children: ElementContent[] = [],
): Element {
  return marked(element(BLOCK_TAG, {}, children), { block: { name, fields } });
}

export function noteNode(note: FoundNote, children: ElementContent[] = []): Element {
  return marked(element(NOTE_TAG, {}, children), { note });
}

/** A node that carries a mark of ours. */
export function marked(node: Element, mark: Pick<ElementData, "block" | "note" | "poem">): Element {
  return { ...node, data: mark as ElementData };
}

const FLOW = new Set(
  "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul".split(
    " ",
  ),
);

/** Whether a node stands on lines of its own. */
export function isFlow(node: Node): boolean {
  if (!isElement(node)) return false;
  return FLOW.has(node.tagName) || node.tagName === BLOCK_TAG || node.data?.note?.part === "body";
}
