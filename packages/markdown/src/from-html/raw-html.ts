/** What Markdown cannot say, as clean HTML that stands in Markdown as one block. */
import type { Element, ElementContent, Properties } from "hast";
import { toHtml } from "hast-util-to-html";
import { BLOCK_TAG } from "./block-node.ts";
import { attribute, element, isElement, textNode } from "./elements.ts";

/** Attributes that the sanitiser keeps and that say something. */
const KEPT = new Set(
  "alt cite colSpan dateTime dir href hrefLang id lang reversed rowSpan scope span src start title type value".split(
    " ",
  ),
);
/** Elements whose white space counts. */
const LITERAL = new Set(["pre", "code"]);
const CELLS = ["table", "thead", "tbody", "tfoot", "tr", "colgroup", "dl", "ol", "ul"];

/** One line for each row or item, and none of them blank: a blank line would end the block. */
export function rawHtml(node: Element): string {
  const html = toHtml(clean(node, false), { closeEmptyElements: false });
  return html.replace(/\n(?=[ \t]*\n)/g, "\n&#10;").replace(/&#10;\n/g, "&#10;");
}

/** An opening tag with the attributes that are kept. */
export function openTag(tagName: string, properties: Properties): string {
  return toHtml({ ...element(tagName, kept(properties)), children: [] }).replace(`</${tagName}>`, "");
}

function clean(node: Element, literal: boolean): Element {
  const closed = literal || LITERAL.has(node.tagName);
  const children = node.children.flatMap((child): ElementContent[] => {
    if (child.type === "text") return [textNode(closed ? child.value : child.value.replace(/[ \t\r\n\f]+/g, " "))];
    if (!isElement(child)) return [];
    if (child.tagName === BLOCK_TAG) return [];
    if (isElement(child, "span") && attribute(child, "lang") === undefined && attribute(child, "dir") === undefined)
      return clean(child, closed).children;
    if (isElement(child, "div") && !isElement(node, "blockquote")) return spaced(clean(child, closed).children);
    return [clean(child, closed)];
  });
  const properties = kept(node.properties);
  if (node.data?.poem) properties.className = ["poem"];
  return { ...element(node.tagName, properties), children: isElement(node, ...CELLS) ? onLines(children) : children };
}

function spaced(children: ElementContent[]): ElementContent[] {
  return [...children, textNode(" ")];
}

/** Rows and items each on a line: a text of its own between them is only white space. */
function onLines(children: ElementContent[]): ElementContent[] {
  const items = children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  return [textNode("\n"), ...items.flatMap((item) => [item, textNode("\n")])];
}

function kept(properties: Properties): Properties {
  const entries = Object.entries(properties).filter(
    ([name, value]) =>
      KEPT.has(name) && value !== "" && !((name === "colSpan" || name === "rowSpan") && Number(value) === 1),
  );
  return Object.fromEntries(entries);
}
