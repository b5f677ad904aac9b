/** Small repairs that let words in bold and links be written as Markdown. */
import type { Element, ElementContent, Root } from "hast";
import { isBlank, isElement, type Node, rewrite, textIn, textNode } from "./elements.ts";

/** Marks around words: white space at their edges stands outside. */
const MARKS = ["a", "b", "strong", "i", "em", "del", "s", "strike"];

/** Rewrites the tree in place. */
export function tidyText(root: Root): void {
  rewrite(root, (node): Node[] => {
    if (isElement(node, "code") && isBlank(node)) return [];
    if (isElement(node, "pre", "code")) return [node];
    if (isElement(node, "p", "h1", "h2", "h3", "h4", "h5", "h6") && isSpacer(node)) return [];
    if (isElement(node, "ul", "ol") && !node.children.some((child) => isElement(child))) return node.children;
    if (!isElement(node, ...MARKS)) return [node];
    if (!isElement(node, "a") && isBlank(node)) return node.children;
    // Bold within bold says it once.
    const inner = node.children.flatMap((child) =>
      isElement(child) && kind(child) === kind(node) ? unwrap(child) : [child],
    );
    return withEdgesOutside({ ...node, children: inner });
  });
}

function kind({ tagName }: Element): string {
  return { b: "strong", i: "em", s: "del", strike: "del" }[tagName] ?? tagName;
}

function unwrap(node: Element): ElementContent[] {
  return isElement(node, "a") ? [node] : node.children;
}

/** A paragraph of no-break spaces, which makes room in visual editors. */
function isSpacer(node: Element): boolean {
  return (
    /^[\s\u00a0\u200b]*$/.test(textIn(node)) &&
    node.children.every((child) => child.type !== "element" || isElement(child, "br", "span"))
  );
}

function withEdgesOutside(node: Element): ElementContent[] {
  const { children } = node;
  const before = leadingSpace(children[0]);
  const onlySpace = children.length === 1 && before === textIn(node);
  const after = onlySpace ? "" : trailingSpace(children.at(-1));
  if (before === "" && after === "") return [node];
  const inner = children.map((child, index) => {
    if (child.type !== "text") return child;
    const from = index === 0 ? before.length : 0;
    const to = child.value.length - (index === children.length - 1 ? after.length : 0);
    return textNode(child.value.slice(from, Math.max(from, to)));
  });
  const marked = { ...node, children: inner };
  const edge = (space: string) => (space === "" ? [] : [textNode(space)]);
  return [...edge(before), ...(isBlank(marked) && !isElement(node, "a") ? [] : [marked]), ...edge(after)];
}

function leadingSpace(node: Node | undefined): string {
  return node?.type === "text" ? (/^[\s\u00a0]*/.exec(node.value)?.[0] ?? "") : "";
}

function trailingSpace(node: Node | undefined): string {
  return node?.type === "text" ? (/[\s\u00a0]*$/.exec(node.value)?.[0] ?? "") : "";
}
