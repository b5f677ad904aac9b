/** Looking at and making elements of an HTML tree. */
import type { Element, ElementContent, Properties, Root } from "hast";

export type Parent = Root | Element;
/** What may stand in an element; the types of the root allow more, which a fragment never has. */
export type Node = ElementContent;

/** Whether a node is an element, with one of these names when some are given. */
export function isElement<Name extends string = string>(
  node: Node | Root | undefined,
  ...tagNames: Name[]
): node is Element & { tagName: Name } {
  return node?.type === "element" && (tagNames.length === 0 || (tagNames as string[]).includes(node.tagName));
}

export function element(tagName: string, properties: Properties = {}, children: ElementContent[] = []): Element {
  return { type: "element", tagName, properties, children };
}

export function textNode(value: string): ElementContent {
  return { type: "text", value };
}

/** All the text of a node, as it is written. */
export function textIn(node: Node | Root): string {
  if (node.type === "text") return node.value;
  if (isElement(node, "br")) return "\n";
  return "children" in node ? (node.children as Node[]).map(textIn).join("") : "";
}

/** The text of a node on one line. */
export function lineIn(node: Node | Root): string {
  return spacedText(node)
    .replace(/[ \t\r\n\f]+/g, " ")
    .trim();
}

function spacedText(node: Node | Root): string {
  if (node.type === "text") return node.value;
  const text = "children" in node ? (node.children as Node[]).map(spacedText).join("") : "";
  return isElement(node, "br", "p", "div", "li", "td", "th", "dt", "dd", "figcaption") ? ` ${text} ` : text;
}

export function hasClass(node: Element, ...names: string[]): boolean {
  const classes = node.properties.className;
  return Array.isArray(classes) && names.some((name) => classes.includes(name));
}

export function classesOf(node: Element): string {
  const classes = node.properties.className;
  return Array.isArray(classes) ? classes.join(" ") : "";
}

/** An attribute as text; `undefined` when it is absent. */
export function attribute(node: Element, name: string): string | undefined {
  const value = node.properties[name];
  return value === undefined || value === null || value === false ? undefined : String(value);
}

/** Every element below a node that a test accepts, in document order. */
export function findAll(parent: Parent, test: (node: Element) => boolean): Element[] {
  return (parent.children as Node[]).flatMap((child) =>
    isElement(child) ? [...(test(child) ? [child] : []), ...findAll(child, test)] : [],
  );
}

export function find(parent: Parent, test: (node: Element) => boolean): Element | undefined {
  for (const child of parent.children as Node[]) {
    if (!isElement(child)) continue;
    const found = test(child) ? child : find(child, test);
    if (found) return found;
  }
  return undefined;
}

/** Whether nothing of a node would be seen: no text, no image, no block. */
export function isBlank(node: Node | Root): boolean {
  if (node.type === "text") return /^[ \t\r\n\f]*$/.test(node.value);
  if (node.type === "comment") return true;
  if (isElement(node) && (SEEN.has(node.tagName) || node.data?.block || node.data?.note)) return false;
  return "children" in node ? (node.children as Node[]).every(isBlank) : true;
}

const SEEN = new Set("img hr iframe audio video object embed input table".split(" "));

/** Rewrites the children of every element, innermost first. */
export function rewrite(parent: Parent, change: (node: Element, parent: Parent) => Node[]): void {
  const children = parent.children as Node[];
  parent.children = children.flatMap((child) => {
    if (!isElement(child)) return [child];
    rewrite(child, change);
    return change(child, parent);
  }) as Element["children"];
}
