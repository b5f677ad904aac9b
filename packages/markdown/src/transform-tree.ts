/** One walk over a text's HTML tree: headings, links, images, tables and typography. */
import { type Problem, type ProblemCode, problem, slugify } from "@pivert/model";
import type { Element, ElementContent, Properties, Root, RootContent } from "hast";
import { resolveLink } from "./links.ts";
import { isFrameAddress } from "./player-address.ts";
import type { FileUse, Located, Rendering } from "./render-markdown.ts";
import { fateOf } from "./sanitise.ts";
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

/** What surrounds a node. */
interface Place {
  /** Whether text is set by the rules of French typography here. */
  french: boolean;
  /** The nearest link around. */
  link: Element | undefined;
  /** The nearest node around whose line is known: what a block makes has none of its own. */
  located: Located;
}

const EXCERPT_LENGTH = 220;
/** Elements whose text is shown letter by letter. */
const LITERAL = new Set(["code", "pre", "kbd", "samp", "var", "tt"]);
/** What paragraphs of running text stand in. */
const WRAPPERS = new Set(["div", "section", "article", "main"]);

/** Rewrites the tree in place and fills the rendering's headings, links, files, slots, excerpt and problems. */
export function transformTree(root: Root, rendering: Rendering): void {
  const written = surveyTree(root);
  const ids = new Set<string>();
  const timesUsed = new Map<string, number>();
  let excerpt = "";
  visit(root, { french: rendering.french, link: undefined, located: root });
  rendering.excerpt = cutExcerpt(excerpt);
  rendering.ids = [...ids];

  function visit(parent: Parent, place: Place): void {
    const children = parent.children as RootContent[];
    for (let index = 0; index < children.length; index++) {
      const child = children[index];
      if (child?.type === "text") {
        if (place.french) child.value = typographyFr(child.value);
      } else if (child?.type === "element") {
        children[index] = visitElement(child, parent, place);
      }
    }
  }

  /** Gives what takes the element's place, itself most often. */
  function visitElement(element: Element, parent: Parent, place: Place): RootContent {
    const { tagName, properties } = element;
    const located = element.position ? element : place.located;
    const fate = fateOf(tagName);
    if (fate === "removed" || fate === "dropped") report("unsafe-html", located, `<${tagName}>`);
    if (fate === "dropped") return { type: "text", value: "" };
    for (const name in properties) {
      if (/^on|^srcDoc$|^formAction$/.test(name)) {
        report("unsafe-html", located, `${name.toLowerCase()}="${properties[name]}"`);
      }
      // Only what wraps a table has them.
      if (name === "role" || name === "tabIndex") delete properties[name];
    }
    if (typeof properties.cite === "string") properties.cite = citedAddress(properties.cite);
    if (tagName === "img") return imageNode(element, located, place.link);
    if (tagName === "a") rewriteLink(element, located);
    if (tagName === "click-player" && !isFrameAddress(String(properties.dataSrc ?? ""))) delete properties.dataSrc;
    if (tagName === "p" && !(parent.type === "element" && parent.tagName === "figure")) makeFigure(element);
    if (properties.id !== undefined) keepId(element);
    visit(element, {
      french: place.french && !LITERAL.has(tagName) && isFrench(properties.lang),
      link: tagName === "a" ? element : place.link,
      located,
    });
    if (/^h[1-6]$/.test(tagName)) nameHeading(element);
    if (tagName === "td" || tagName === "th") tidyCell(element);
    if (tagName === "table") dropEmptyHead(element);
    if (tagName === "input") {
      const { type, checked } = properties;
      const [done, open] = rendering.french ? ["fait", "à faire"] : ["done", "to do"];
      element.properties = { type, checked, disabled: true, ariaLabel: checked ? done : open };
    }
    if (excerpt.length < EXCERPT_LENGTH && isRunningText(element, parent)) excerpt += `${textOf(element)} `;
    return tagName === "table" ? wrapTable(element, rendering.french) : element;
  }

  function keepId(element: Element): void {
    const id = String(element.properties.id);
    // `p-` is for ids of themes; two equal ids would lead a link to the wrong place.
    if (!isValidId(id) || ids.has(id)) delete element.properties.id;
    else ids.add(id);
  }

  function nameHeading(element: Element): void {
    // The hidden title of the notes is no part of the outline.
    if (element.properties.id === "footnote-label") return;
    // The page's title is the only level 1: a text that has one of its own is moved down.
    const depth = Math.min(6, Number(element.tagName[1]) + (written.topLevel === 1 ? 1 : 0));
    element.tagName = `h${depth}`;
    const text = textOf(element)
      .replace(/[ \t\r\n]+/g, " ")
      .trim();
    if (element.properties.id === undefined) {
      const slug = slugify(text).slice(0, 80).replace(/-$/, "") || "section";
      const base = /^[a-z]/.test(slug) && !slug.startsWith("p-") ? slug : `s-${slug}`;
      let id = base;
      while (ids.has(id) || written.ids.has(id)) {
        const times = (timesUsed.get(base) ?? 1) + 1;
        timesUsed.set(base, times);
        id = `${base}-${times}`;
      }
      ids.add(id);
      element.properties.id = id;
    }
    rendering.headings.push({ depth, id: String(element.properties.id), text });
  }

  function rewriteLink(element: Element, located: Located): void {
    const { properties } = element;
    // How anchors were written before HTML 5.
    if (properties.id === undefined && typeof properties.name === "string") properties.id = properties.name;
    const { href } = properties;
    if (typeof href !== "string") return;
    const target = resolveLink(href, rendering.options);
    const line = rendering.lineOf(located);
    if (target.kind === "external") {
      properties.href = target.href;
    } else if (target.kind === "page") {
      properties.href = target.href;
      const isNote = properties.dataFootnoteRef !== undefined || properties.dataFootnoteBackref !== undefined;
      if (!isNote) rendering.links.push({ path: target.path, fragment: target.fragment, written: href, line });
    } else if (target.kind === "media") {
      const image = /\.(jpe?g|png|webp|avif|gif|svg|tiff?)$/i.test(target.file);
      noteFile(rendering, { file: target.file, line, image });
      properties.href = image
        ? addSlot({ kind: "image-address", file: target.file })
        : mediaHref(target.file, target.fragment);
    } else {
      delete properties.href;
      report("unsafe-html", located, href);
    }
  }

  /** Where a quotation comes from: an address of another site, or nothing, since no reader can follow it. */
  function citedAddress(cite: string): string | undefined {
    const target = resolveLink(cite, rendering.options);
    return target.kind === "external" ? target.href : undefined;
  }

  /** An image becomes a slot; one of another site becomes a link, since a page asks nothing of third parties. */
  function imageNode(element: Element, located: Located, link: Element | undefined): RootContent {
    const written = String(element.properties.src ?? "");
    const alt = String(element.properties.alt ?? "").trim();
    const target = resolveLink(written, rendering.options);
    if (target.kind === "media") {
      noteFile(rendering, { file: target.file, line: rendering.lineOf(located), image: true });
      const insideNamedLink = link !== undefined && textOf(link).trim() !== "";
      if (alt === "" && !insideNamedLink) report("missing-alt", located, target.file);
      return { type: "text", value: addSlot({ kind: "image", file: target.file, alt }) };
    }
    report(target.kind === "unsafe" ? "unsafe-html" : "missing-image", located, written);
    if (target.kind !== "external" || link) return { type: "text", value: alt };
    const children: ElementContent[] = [{ type: "text", value: alt || target.href }];
    return { type: "element", tagName: "a", properties: { href: target.href }, children };
  }

  function addSlot(slot: Slot): string {
    rendering.slots.push(slot);
    return slotMark(rendering.slots.length - 1);
  }

  function report(code: ProblemCode, located: Located, found: string): void {
    rendering.problems.push(problemAt(code, rendering, located, found));
  }
}

/** What the author wrote: the level of the highest headings, and the ids that headings must not take. */
function surveyTree(root: Root): { topLevel: number; ids: Set<string> } {
  const ids = new Set<string>();
  let topLevel = 7;
  const look = ({ children }: Parent) => {
    for (const child of children) {
      if (child.type !== "element") continue;
      const { id, name } = child.properties;
      if (/^h[1-6]$/.test(child.tagName) && id !== "footnote-label")
        topLevel = Math.min(topLevel, Number(child.tagName[1]));
      if (id !== undefined) ids.add(String(id));
      if (child.tagName === "a" && name !== undefined) ids.add(String(name));
      look(child);
    }
  };
  look(root);
  return { topLevel, ids };
}

/** Letters first, no spaces; `p-` is for the ids of themes. */
function isValidId(id: string): boolean {
  return /^\p{L}[\p{L}\p{M}\p{N}_:.%-]{0,99}$/u.test(id) && !id.startsWith("p-");
}

function isFrench(lang: Properties[string]): boolean {
  return lang === undefined || lang === null || String(lang).startsWith("fr");
}

/** A paragraph of the text itself, not of a list, a quotation or a block. */
function isRunningText({ tagName, properties }: Element, parent: Parent): boolean {
  if (tagName !== "p" || properties.className !== undefined) return false;
  return parent.type === "root" || WRAPPERS.has(parent.tagName);
}

/** Remembers a file of `media/` with the line of its first use. */
export function noteFile({ files }: Rendering, use: FileUse): void {
  const first = files.get(use.file);
  if (!first) files.set(use.file, use);
  else first.image ||= use.image;
}

/** A paragraph that holds nothing but an image, linked or not, is a figure; the image's title is its caption. */
function makeFigure(paragraph: Element): void {
  const [only, ...others] = paragraph.children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  if (only?.type !== "element" || others.length > 0) return;
  const image = only.tagName === "a" && only.children.length === 1 ? only.children[0] : only;
  if (image?.type !== "element" || image.tagName !== "img") return;
  const { id } = paragraph.properties;
  Object.assign(paragraph, figureOf(only, image.properties.title));
  if (id !== undefined) paragraph.properties.id = id;
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

/** Markdown cannot say a table without headers: one whose headers are all empty means it. */
function dropEmptyHead(table: Element): void {
  table.children = table.children.filter(
    (child) => !(child.type === "element" && child.tagName === "thead" && textOf(child).trim() === ""),
  );
}

/** A wide table scrolls in a box of its own, which a keyboard can reach; no landmark, of which a page has few. */
function wrapTable(table: Element, french: boolean): Element {
  const caption = table.children.find((child) => child.type === "element" && child.tagName === "caption");
  const label = caption?.type === "element" ? textOf(caption) : french ? "Tableau" : "Table";
  return {
    type: "element",
    tagName: "div",
    properties: { className: ["table"], role: "group", tabIndex: 0, ariaLabel: label },
    children: [table],
  };
}

/** The address of a file of `media/` on the site: the same path, so that it never moves. */
export function mediaHref(file: string, fragment = ""): string {
  return `/${file.split("/").map(encodeURIComponent).join("/")}${fragment && `#${encodeURI(fragment)}`}`;
}

/** A problem at the line of a node. */
export function problemAt(
  code: ProblemCode,
  { options, lineOf }: Rendering,
  node: Located,
  found: string | undefined,
  more: { field?: string; expected?: string } = {},
): Problem {
  return problem(code, { file: options.file, line: lineOf(node), found, ...more });
}

/** The text of a node, without calls of notes and slots. */
export function textOf(node: Root | ElementContent | RootContent): string {
  if (node.type === "text") return node.value.replace(/\ue000\d+\ue001/g, "");
  if (node.type === "element" && node.properties.dataFootnoteRef !== undefined) return "";
  if (node.type === "element" && node.tagName === "br") return " ";
  return "children" in node ? (node.children as ElementContent[]).map(textOf).join("") : "";
}

function cutExcerpt(text: string): string {
  const flat = text.replace(/[ \t\r\n]+/g, " ").trim();
  if (flat.length <= EXCERPT_LENGTH) return flat;
  const cut = flat.slice(0, EXCERPT_LENGTH);
  const words = cut.slice(0, Math.max(cut.lastIndexOf(" "), EXCERPT_LENGTH - 30)).toWellFormed();
  return `${words.replace(/[\s,;:.!?\ufffd]+$/, "")}…`;
}
