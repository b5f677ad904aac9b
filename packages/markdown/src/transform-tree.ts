/** One walk over a text's HTML tree: headings, links, images, tables and typography. */
import { type Problem, type ProblemCode, problem, slugify } from "@pivert/model";
import type { Element, ElementContent, Root, RootContent } from "hast";
import { resolveLink } from "./links.ts";
import type { Rendering } from "./render-markdown.ts";
import { type Slot, slotMark } from "./slots.ts";
import { typographyFr } from "./typography.ts";

export interface Heading {
  /** 2 to 6: the page's title is the only level 1. */
  depth: number;
  id: string;
  text: string;
}

/** A link to a page of the site. */
export interface PageLink {
  path: string;
  fragment: string;
  /** As the author wrote it. */
  written: string;
  line: number;
}

type Parent = Root | Element;

const EXCERPT_LENGTH = 220;
/** Elements whose text is shown letter by letter. */
const LITERAL = new Set(["code", "pre", "kbd", "samp", "var", "tt", "textarea", "script", "style"]);

/** Rewrites the tree in place and fills the rendering's headings, links, files, slots, excerpt and problems. */
export function transformTree(root: Root, rendering: Rendering): void {
  const ids = new Set<string>();
  const shift = holdsFirstLevel(root) ? 1 : 0;
  let excerpt = "";
  visit(root, rendering.options.lang.startsWith("fr"));
  rendering.excerpt = cutExcerpt(excerpt);
  rendering.ids = [...ids];

  function visit(parent: Parent, french: boolean): void {
    const children = parent.children as RootContent[];
    for (let index = 0; index < children.length; index++) {
      const child = children[index];
      if (child?.type === "text") {
        if (french) child.value = typographyFr(child.value);
      } else if (child?.type === "element") {
        visitElement(child, parent, index, french);
      }
    }
  }

  function visitElement(element: Element, parent: Parent, index: number, french: boolean): void {
    const { tagName, properties } = element;
    if (properties.id !== undefined) keepId(element);
    if (/^h[1-6]$/.test(tagName)) {
      visit(element, french);
      nameHeading(element);
      return;
    }
    if (tagName === "img") {
      parent.children.splice(index, 1, imageNode(element, parent));
      return;
    }
    if (tagName === "a") rewriteLink(element);
    if (tagName === "p" && !(parent.type === "element" && parent.tagName === "figure")) makeFigure(element);
    const lang = properties.lang;
    visit(element, french && !LITERAL.has(tagName) && (lang === undefined || String(lang).startsWith("fr")));
    if (element.tagName === "p" && parent.type === "root" && excerpt.length < EXCERPT_LENGTH) {
      excerpt += `${textOf(element)} `;
    } else if (tagName === "table") {
      parent.children.splice(index, 1, wrapTable(element));
    } else if (tagName === "td" || tagName === "th") {
      tidyCell(element);
    } else if (tagName === "input") {
      element.properties = { type: properties.type, checked: properties.checked, disabled: true };
    }
  }

  function keepId(element: Element): void {
    const id = String(element.properties.id);
    // `p-` is for ids of themes; two equal ids would lead a link to the wrong place.
    if (!/^[A-Za-z][\w:.-]{0,99}$/.test(id) || id.startsWith("p-") || ids.has(id)) delete element.properties.id;
    else ids.add(id);
  }

  function nameHeading(element: Element): void {
    // The hidden title of the notes is no part of the outline.
    if (element.properties.id === "footnote-label") return;
    const depth = Math.min(6, Number(element.tagName[1]) + shift);
    element.tagName = `h${depth}`;
    const text = textOf(element);
    if (element.properties.id === undefined) {
      const base = slugify(text).slice(0, 80) || "section";
      let id = /^[a-z]/.test(base) && !base.startsWith("p-") ? base : `s-${base}`;
      for (let again = 2; ids.has(id); again++) id = `${base}-${again}`;
      ids.add(id);
      element.properties.id = id;
    }
    rendering.headings.push({ depth, id: String(element.properties.id), text });
  }

  function rewriteLink(element: Element): void {
    const { href } = element.properties;
    if (typeof href !== "string") return;
    const target = resolveLink(href, rendering.options);
    const line = rendering.lineOf(element);
    if (target.kind === "external") {
      element.properties.href = target.href;
    } else if (target.kind === "page") {
      element.properties.href = target.href;
      const isNote =
        element.properties.dataFootnoteRef !== undefined || element.properties.dataFootnoteBackref !== undefined;
      if (!isNote) rendering.links.push({ path: target.path, fragment: target.fragment, written: href, line });
    } else if (target.kind === "media") {
      const image = /\.(jpe?g|png|webp|avif|gif|svg|tiff?)$/i.test(target.file);
      rendering.files.push({ file: target.file, line, image });
      element.properties.href = image
        ? addSlot({ kind: "image-address", file: target.file })
        : mediaHref(target.file, target.fragment);
    } else {
      delete element.properties.href;
      report("unsafe-html", element, href);
    }
    element.properties.target = undefined;
  }

  /** An image becomes a slot; one of another site becomes a link, since a page asks nothing of third parties. */
  function imageNode(element: Element, parent: Parent): ElementContent {
    const written = String(element.properties.src ?? "");
    const alt = String(element.properties.alt ?? "").trim();
    const target = resolveLink(written, rendering.options);
    if (target.kind === "media") {
      rendering.files.push({ file: target.file, line: rendering.lineOf(element), image: true });
      const insideNamedLink = parent.type === "element" && parent.tagName === "a" && textOf(parent) !== "";
      if (alt === "" && !insideNamedLink) report("missing-alt", element, target.file);
      return { type: "text", value: addSlot({ kind: "image", file: target.file, alt }) };
    }
    report(target.kind === "unsafe" ? "unsafe-html" : "missing-image", element, written);
    if (target.kind !== "external" || (parent.type === "element" && parent.tagName === "a"))
      return { type: "text", value: alt };
    return {
      type: "element",
      tagName: "a",
      properties: { href: target.href },
      children: [{ type: "text", value: alt || target.href }],
    };
  }

  function addSlot(slot: Slot): string {
    rendering.slots.push(slot);
    return slotMark(rendering.slots.length - 1);
  }

  function report(code: ProblemCode, element: Element, found: string): void {
    rendering.problems.push(problemAt(code, rendering, element, found));
  }
}

/** A paragraph that holds nothing but an image, linked or not, is a figure; the image's title is its caption. */
function makeFigure(paragraph: Element): void {
  const [only, ...others] = paragraph.children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  if (only?.type !== "element" || others.length > 0) return;
  const image = only.tagName === "a" && only.children.length === 1 ? only.children[0] : only;
  if (image?.type !== "element" || image.tagName !== "img") return;
  Object.assign(paragraph, figureOf(only, image.properties.title));
}

/** A figure around an image (or a link around one), captioned by a plain text. */
export function figureOf(content: Element, caption: unknown): Element {
  const children: ElementContent[] = [content];
  if (typeof caption === "string" && caption.trim() !== "") {
    children.push({
      type: "element",
      tagName: "figcaption",
      properties: {},
      children: [{ type: "text", value: caption.trim() }],
    });
  }
  return { type: "element", tagName: "figure", properties: { className: ["figure"] }, children };
}

/** Alignment as a class, since the attribute is obsolete; an empty corner is no header, which screen readers announce. */
function tidyCell(cell: Element): void {
  const { align } = cell.properties;
  delete cell.properties.align;
  if (align === "right" || align === "center") cell.properties.className = [`to-${align}`];
  if (cell.tagName === "th" && cell.children.length === 0) cell.tagName = "td";
}

/** A wide table scrolls in a region of its own, which a keyboard can reach. */
function wrapTable(table: Element): Element {
  const caption = table.children.find((child) => child.type === "element" && child.tagName === "caption");
  const label = caption?.type === "element" ? textOf(caption) : "Tableau";
  return {
    type: "element",
    tagName: "div",
    properties: { className: ["table"], role: "region", tabIndex: 0, ariaLabel: label },
    children: [table],
  };
}

/** The address of a file of `media/` on the site: the same path, so that it never moves. */
export function mediaHref(file: string, fragment = ""): string {
  return `/${file.split("/").map(encodeURIComponent).join("/")}${fragment && `#${encodeURIComponent(fragment)}`}`;
}

/** A problem at the line of a node. */
export function problemAt(
  code: ProblemCode,
  { options, lineOf }: Rendering,
  node: Parameters<Rendering["lineOf"]>[0],
  found: string,
): Problem {
  return problem(code, { file: options.file, line: lineOf(node), found });
}

/** The text of a node, without calls of notes and slots. */
export function textOf(node: Root | ElementContent | RootContent): string {
  if (node.type === "text") return node.value.replace(/\ue000\d+\ue001/g, "");
  if (node.type === "element" && node.properties.dataFootnoteRef !== undefined) return "";
  if (node.type === "element" && (node.tagName === "script" || node.tagName === "style")) return "";
  return "children" in node ? (node.children as ElementContent[]).map(textOf).join("") : "";
}

function holdsFirstLevel(node: Root | Element): boolean {
  return node.children.some((child) => child.type === "element" && (child.tagName === "h1" || holdsFirstLevel(child)));
}

function cutExcerpt(text: string): string {
  const flat = text.replace(/\s+/g, (space) => (/[\u00a0\u202f]/.test(space) ? (space[0] ?? " ") : " ")).trim();
  if (flat.length <= EXCERPT_LENGTH) return flat;
  const cut = flat.slice(0, EXCERPT_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), EXCERPT_LENGTH - 30)).replace(/[\s,;:.!?\u00a0\u202f]+$/, "")}…`;
}
