/** How each element of a prepared tree becomes Markdown. */
import { BLOCKS, slugify } from "@pivert/model";
import type { Element, ElementContent } from "hast";
import { defaultHandlers, type Handle, type State } from "hast-util-to-mdast";
import type { RootContent } from "mdast";
import { BLOCK_TAG, isFlow, marked, NOTE_TAG } from "./block-node.ts";
import { attribute, element, findAll, hasClass, isElement, lineIn, type Node, textIn, textNode } from "./elements.ts";
import { openTag, rawHtml } from "./raw-html.ts";
import type { DirectiveNode } from "./write-markdown.ts";

/** Elements of running text that Markdown has no sign for, and that say more than how they look. */
const INLINE_HTML = "abbr bdi bdo cite dfn ins kbd mark q ruby rb rt rp samp small sub sup time u var".split(" ");

/** The handlers by tag name. */
export const HANDLERS: Record<string, Handle> = {
  ...Object.fromEntries(INLINE_HTML.map((name) => [name, inlineHtml])),
  [BLOCK_TAG]: block,
  [NOTE_TAG]: note,
  a: link,
  blockquote: (state, node) => (isPoem(node) ? html(state, poem(node)) : defaultHandlers.blockquote(state, node)),
  br: (state) => (state.inTable ? inlineTag("<br>") : { type: "break" }),
  details,
  dl: html,
  figure: (state, node) =>
    findAll(node, ({ tagName }) => tagName === "table").length > 0 ? html(state, node) : state.toFlow(state.all(node)),
  li: item,
  ol: list,
  pre,
  span: (state, node) =>
    attribute(node, "lang") || attribute(node, "dir") ? inlineHtml(state, node) : state.all(node),
  table: (state, node) => (isSimpleTable(node) ? defaultHandlers.table(state, node) : html(state, node)),
  ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((name) => [name, heading])),
};

/**
 * HTML as one block. Where a note is called it is interrupted: only Markdown can call one, so that the words around the
 * call stand between two pieces of HTML.
 */
function html(state: State, node: Element): RootContent[] {
  const holders = isPoem(node) && holdsNote(node) ? [node] : noteHolders(node);
  if (holders.length === 0) return [{ type: "html", value: rawHtml(node) }];
  const inside = holders.map((holder) => state.toFlow(state.all(holder)));
  for (const [index, holder] of holders.entries()) holder.children = [textNode(`${HOLE}${index}${HOLE}`)];
  const pieces = rawHtml(node).split(HOLE);
  return pieces.flatMap((piece, index): RootContent[] => {
    if (index % 2 === 1) return inside[Number(piece)] ?? [];
    return piece.trim() === "" ? [] : [{ type: "html", value: piece.replace(/^\n+/, "") }];
  });
}

/** Stands for the words of a cell until the HTML around them is written; no text holds it. */
const HOLE = "\ue010";

/** The outermost cells and items that hold the call of a note. */
function noteHolders(node: Element): Element[] {
  return node.children.flatMap((child) => {
    if (!isElement(child) || !holdsNote(child)) return [];
    return isElement(child, "td", "th", "caption", "li", "dd", "dt") ? [child] : noteHolders(child);
  });
}

function holdsNote(node: Element): boolean {
  return findAll(node, ({ data }) => data?.note?.part === "call").length > 0;
}

/** A piece of HTML within a line. */
function inlineTag(value: string): RootContent {
  // The name tells hast-util-to-mdast that it belongs to a paragraph.
  return { type: "html", value, data: { hName: "span" } } as RootContent;
}

function inlineHtml(state: State, node: Element): RootContent[] {
  const children = state.all(node);
  if (node.children.some(isFlow)) return children;
  if (children.length === 0) return [];
  return [inlineTag(openTag(node.tagName, node.properties)), ...children, inlineTag(`</${node.tagName}>`)];
}

function block(state: State, node: Element): RootContent | undefined {
  const found = node.data?.block;
  if (!found) return undefined;
  const form = BLOCKS[found.name].form;
  const children = form === "container" ? state.toFlow(state.all(node)) : [];
  const directive: DirectiveNode = {
    type: form === "leaf" ? "leafDirective" : "containerDirective",
    name: found.name,
    attributes: found.fields,
    children,
  };
  return directive as unknown as RootContent;
}

function note(state: State, node: Element): RootContent | undefined {
  const found = node.data?.note;
  if (!found) return undefined;
  const name = { identifier: found.label.toLowerCase(), label: found.label };
  if (found.part === "call") return { type: "footnoteReference", ...name };
  return { type: "footnoteDefinition", ...name, children: state.toFlow(state.all(node)) as never };
}

/** A link; an anchor without an address stays as HTML, as do the attributes Markdown has no place for. */
function link(state: State, node: Element): RootContent | RootContent[] {
  const id = attribute(node, "id") ?? attribute(node, "name");
  const anchor = id ? [inlineTag(`${openTag("a", { id })}</a>`)] : [];
  const href = attribute(node, "href")?.trim();
  if (!href) return [...anchor, ...state.all(node)];
  if (attribute(node, "hrefLang")) return inlineHtml(state, { ...node, properties: { ...node.properties, href } });
  const made = defaultHandlers.a(state, { ...node, properties: { ...node.properties, href } });
  const empty = made.children.length === 0;
  return empty ? anchor : [...anchor, made];
}

function heading(state: State, node: Element): RootContent {
  const id = attribute(node, "id");
  const anchor = id && id !== slugify(lineIn(node)).slice(0, 80).replace(/-$/, "") ? [element("a", { id })] : [];
  // An article's level 1 stands beside its level 2: the page's own title is the only one above.
  const tagName = node.tagName === "h1" ? "h2" : node.tagName;
  return defaultHandlers.h1(state, { ...node, tagName, children: [...anchor, ...node.children] });
}

function details(state: State, node: Element): RootContent[] {
  const summary = node.children.find((child): child is Element => isElement(child, "summary"));
  const children = state.toFlow(state.all({ ...node, children: node.children.filter((child) => child !== summary) }));
  const title = (summary && lineIn(summary).slice(0, 300)) || "…";
  return [{ type: "containerDirective", name: "details", attributes: { title }, children } as unknown as RootContent];
}

/** Letters for numbers, numbers that go backwards or jump: HTML says them. */
function list(state: State, node: Element): RootContent | RootContent[] {
  const { type, reversed } = node.properties;
  const jumps = node.children.some((child) => isElement(child, "li") && attribute(child, "value") !== undefined);
  const plain = (type === undefined || type === "1") && !reversed && !jumps;
  return plain ? defaultHandlers.ol(state, node) : html(state, node);
}

/** An item: lines of its own between its parts only when it holds several paragraphs. */
function item(state: State, node: Element): RootContent {
  const made = defaultHandlers.li(state, node);
  const paragraphs = made.children.filter(({ type }) => type === "paragraph").length;
  return {
    ...made,
    spread: paragraphs > 1 || made.children.some(({ type }) => type !== "paragraph" && type !== "list"),
  };
}

const CODE_LANGUAGE = /(?:^| )language-([\w+#-]+)/;

/** Text with its white space: code, unless it holds links or emphasis or is a poem. */
function pre(state: State, node: Element): RootContent | RootContent[] {
  if (isPoem(node)) return html(state, marked(node, { poem: true }));
  const rich = findAll(node, ({ tagName }) => !/^(?:code|br|span|tt|font)$/.test(tagName)).length > 0;
  if (rich) return html(state, node);
  const code = node.children.find((child) => isElement(child, "code"));
  const classes = [node, ...(code ? [code as Element] : [])]
    .map(({ properties }) => String(properties.className ?? "").replaceAll(",", " "))
    .join(" ");
  const lang = CODE_LANGUAGE.exec(classes)?.[1] ?? attribute(node, "dataLanguage") ?? null;
  return { type: "code", lang, meta: null, value: textIn(node).replace(/\n+$/, "").replace(/^\n/, "") };
}

function isPoem(node: Element): boolean {
  return hasClass(node, "wp-block-verse", "poem", "poeme", "spip_poesie");
}

/** A poem as lines: each line's own spaces stay, since they are part of it. */
function poem(node: Element): Element {
  const lines = node.children.flatMap((child): ElementContent[] => {
    if (child.type === "text" && child.value.trim() === "") return [];
    return isElement(child, "div", "p") ? [...child.children.map(hardSpaces), element("br")] : [child];
  });
  if (isElement(lines.at(-1) as Node, "br")) lines.pop();
  return marked({ ...node, children: lines }, { poem: true });
}

function hardSpaces(node: ElementContent): ElementContent {
  return node.type === "text"
    ? textNode(node.value.replace(/^[ \t]+/, (spaces) => "\u00a0".repeat(spaces.length)))
    : node;
}

/** A table that Markdown can say: one row of headers or none, cells of one line, nothing that spans. */
function isSimpleTable(table: Element): boolean {
  const rows = findAll(table, ({ tagName }) => tagName === "tr");
  const [first, ...others] = rows.map((row) =>
    row.children.filter((cell): cell is Element => isElement(cell, "td", "th")),
  );
  if (
    !first ||
    findAll(table, ({ tagName }) => tagName === "caption" || tagName === "tfoot" || tagName === "table").length > 0
  )
    return false;
  const cells = [first, ...others].flat();
  if (cells.some(({ properties }) => Number(properties.colSpan ?? 1) > 1 || Number(properties.rowSpan ?? 1) > 1))
    return false;
  if (cells.some((cell) => cell.children.some((child) => isFlow(child)) || findAll(cell, isFlow).length > 0))
    return false;
  const headed = first.every(({ tagName }) => tagName === "th");
  const headers =
    others.flat().some(({ tagName }) => tagName === "th") || (!headed && first.some(({ tagName }) => tagName === "th"));
  return !headers && others.every((row) => row.length === first.length);
}
