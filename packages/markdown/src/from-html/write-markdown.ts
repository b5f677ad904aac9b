/** An mdast tree to Markdown in the style of the platform. The only door to mdast-util-to-markdown. */
import type { Root } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { type Handle, type Options, toMarkdown } from "mdast-util-to-markdown";
import type { FoundBlock } from "./block-node.ts";

/** A block of `model` in the tree: `children` only when it is a container. */
export interface DirectiveNode {
  type: "leafDirective" | "containerDirective";
  name: FoundBlock["name"];
  attributes: FoundBlock["fields"];
  children: Root["children"];
}

/** The text of a tree, ending with one line break; empty for an empty one. */
export function writeMarkdown(tree: Root): string {
  return toMarkdown(tree, OPTIONS);
}

const leaf: Handle = (node: DirectiveNode) => `::${head(node)}`;

const container: Handle = (node: DirectiveNode, _, state, info) => {
  const content = state.containerFlow(node as never, info);
  const inner = Math.max(2, ...[...content.matchAll(/^\s*(:{3,})/gm)].map(([, colons]) => colons?.length ?? 0));
  const fence = ":".repeat(inner + 1);
  return `${fence}${head(node)}\n${content}${content && "\n"}${fence}`;
};

function head({ name, attributes }: DirectiveNode): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value ? [`${key}="${encode(value)}"`] : []));
  return written.length > 0 ? `${name}{${written.join(" ")}}` : name;
}

function encode(value: string): string {
  return value
    .replace(/&(?=#|[a-z])/gi, "&amp;")
    .replaceAll('"', "&quot;")
    .replace(/\s*\n\s*/g, " ");
}

const OPTIONS: Options = {
  bullet: "-",
  emphasis: "*",
  fences: true,
  listItemIndent: "one",
  rule: "-",
  handlers: { leafDirective: leaf, containerDirective: container } as Options["handlers"],
  unsafe: [{ atBreak: true, character: ":", after: ":" }],
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
};
