/** Takes out of an article what no reader sees or may run, and says what went. */
import type { Element, Root } from "hast";
import {
  attribute,
  element,
  hasClass,
  isElement,
  lineIn,
  type Node,
  type Parent,
  rewrite,
  textNode,
} from "./elements.ts";

/** Something of the HTML that the Markdown does not hold. */
export interface Loss {
  /** What it was: `script`, `form`, `hidden-text`, `frame`… */
  what: string;
  /** Its text or address, shortened to 120 characters. */
  found: string;
}

/** Elements that go with all they hold, each with the name of its loss; an empty name is no loss. */
const DROPPED: Record<string, string> = {
  script: "script",
  style: "",
  template: "",
  noscript: "",
  svg: "",
  canvas: "script",
  form: "form",
  select: "form",
  textarea: "form",
  base: "",
  meta: "",
  link: "",
  title: "",
  applet: "object",
};
/** Wrappers that say nothing: what they hold takes their place. */
const UNWRAPPED = new Set(
  "font center big nobr blink marquee picture map label button fieldset legend data output meter progress slot math mtext o:p".split(
    " ",
  ),
);
/** Where texts are put that visitors must not see: the place of injected advertisements. */
const OUT_OF_SIGHT =
  /display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\s*\d{4,}|font-size\s*:\s*0(?:px|em|pt)?\s*(?:;|$)/i;

/** Rewrites the tree in place. */
export function dropClutter(root: Root): Loss[] {
  const losses: Loss[] = [];
  const lose = (what: string, found: string) => losses.push({ what, found: found.slice(0, 120) });
  rewrite(root, (node): Node[] => {
    const { tagName } = node;
    // A frame of text to copy, as SPIP shows it, and its dash for a bullet.
    if (tagName === "textarea" && node.properties.readOnly) return [element("pre", {}, node.children)];
    if (hasClass(node, "spip-puce")) return [textNode(lineIn(node))];
    if (Object.hasOwn(DROPPED, tagName)) {
      const what = DROPPED[tagName];
      // The tracks of a playlist, for browsers without scripts, are all that is left of it.
      if (tagName === "noscript" && node.children.some((child) => isElement(child, "ol", "ul"))) return node.children;
      if (what) lose(what, attribute(node, "src") ?? attribute(node, "action") ?? lineIn(node));
      return [];
    }
    if (isHidden(node)) {
      if (lineIn(node) !== "") lose("hidden-text", lineIn(node));
      return [];
    }
    if (UNWRAPPED.has(tagName) || isColour(node)) return node.children;
    return [node];
  });
  dropComments(root);
  return losses;
}

function dropComments(parent: Parent): void {
  const children = (parent.children as Node[]).filter(({ type }) => type !== "comment");
  parent.children = children;
  for (const child of children) if (isElement(child)) dropComments(child);
}

function isHidden(node: Element): boolean {
  const { properties } = node;
  // An empty text that screen readers skip is an ornament; a frame may be hidden by the script that shows it.
  if (node.tagName === "iframe") return false;
  if (properties.hidden !== undefined || String(properties.ariaHidden) === "true") return true;
  return OUT_OF_SIGHT.test(attribute(node, "style") ?? "");
}

/** `<mark>` that WordPress writes for a mere colour of letters. */
function isColour(node: Element): boolean {
  return node.tagName === "mark" && hasClass(node, "has-inline-color");
}
