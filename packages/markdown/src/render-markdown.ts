/** Markdown and its blocks to sanitised HTML. */
import { type Problem, problem } from "@pivert/model";
import type { RootContent as HastContent, Root as HastRoot } from "hast";
import { type Options as RawOptions, raw } from "hast-util-raw";
import { toHtml } from "hast-util-to-html";
import type { List, ListItem, Root, RootContent } from "mdast";
import { defaultHandlers, type Handlers, type State, toHast } from "mdast-util-to-hast";
import { blockHandlers } from "./block-handlers.ts";
import type { LinkContext } from "./links.ts";
import { MAX_DEPTH, parseMarkdown, tooDeepLine } from "./parse-markdown.ts";
import { runsAway } from "./runaway-html.ts";
import { sanitise } from "./sanitise.ts";
import { type Slot, withoutMarks } from "./slots.ts";
import { type Heading, type PageLink, transformTree } from "./transform-tree.ts";

export interface RenderMarkdownOptions extends LinkContext {
  /** Language of the text; typography is applied when it is French. */
  lang: string;
  /** The line of the file on which the text starts. */
  firstLine?: number;
}

export interface RenderedMarkdown {
  /** Sanitised HTML with the marks of its slots: see `fillSlots`. */
  html: string;
  slots: Slot[];
  headings: Heading[];
  /** Every id of the text, for links that lead to a part of it. */
  ids: string[];
  /** Links to pages of the site, to be checked against the pages that exist. */
  links: PageLink[];
  /** Files of `media/` that the text shows or links to, each with the line of its first use. */
  files: FileUse[];
  /** The first 220 characters of running text, for lists and feeds. */
  excerpt: string;
  problems: Problem[];
}

export interface FileUse {
  file: string;
  line: number;
  /** Whether it is shown as an image, or leads to one, somewhere in the text. */
  image: boolean;
}

/** A node that may know its line. */
export interface Located {
  position?: { start: { line: number } } | undefined;
}

/** What the steps of one text write to. */
export interface Rendering extends Omit<RenderedMarkdown, "html" | "files"> {
  options: RenderMarkdownOptions;
  /** Whether the text is French. */
  french: boolean;
  files: Map<string, FileUse>;
  /** The line of the file for a node of the text. */
  lineOf: (node: Located) => number;
  /** A line of the source, 1-based. */
  sourceLine: (line: number) => string;
}

/**
 * Renders one text. Bad blocks, links and HTML are warnings; a text nested deeper than {@link MAX_DEPTH} is an error
 * and gives no HTML.
 */
export function renderMarkdown(markdown: string, options: RenderMarkdownOptions): RenderedMarkdown {
  const source = withoutMarks(markdown);
  const rendering = startRendering(source, options);
  const parsed = parseMarkdown(source);
  if ("tooDeepAt" in parsed) return tooDeep(parsed.tooDeepAt, rendering);

  const converted = convert(parsed, rendering);
  const tree = source.includes("<") ? parseRaw(converted) : converted;
  const tooDeepAt = tree ? tooDeepLine(tree) : 1;
  if (!tree || tooDeepAt !== undefined) return tooDeep(tooDeepAt ?? 1, rendering);

  transformTree(tree, rendering);
  return finish(sanitise(toHtml(tree)), rendering);
}

function startRendering(source: string, options: RenderMarkdownOptions): Rendering {
  const before = (options.firstLine ?? 1) - 1;
  let lines: string[] | undefined;
  return {
    options,
    french: options.lang.startsWith("fr"),
    lineOf: ({ position }) => (position?.start.line ?? 1) + before,
    sourceLine(line) {
      lines ??= source.split(/\r\n?|\n/);
      return lines[line - 1] ?? "";
    },
    slots: [],
    headings: [],
    ids: [],
    links: [],
    files: new Map(),
    excerpt: "",
    problems: [],
  };
}

function finish(html: string, { files, ...rendering }: Rendering): RenderedMarkdown {
  const { slots, headings, ids, links, excerpt, problems } = rendering;
  return { html, slots, headings, ids, links, files: [...files.values()], excerpt, problems };
}

function tooDeep(line: number, rendering: Rendering): RenderedMarkdown {
  const { options, problems, lineOf } = rendering;
  const facts = { file: options.file, line: lineOf({ position: { start: { line } } }) };
  problems.push(problem("too-deep", { ...facts, found: `> ${MAX_DEPTH}`, expected: String(MAX_DEPTH) }));
  return finish("", rendering);
}

/**
 * Converts the tree to HTML's. mdast-util-to-hast looks for definitions by a walk that takes as long as all the rest:
 * it is given them beside a body that it does not walk.
 */
function convert({ tree, definitions }: { tree: Root; definitions: RootContent[] }, rendering: Rendering): HastRoot {
  const { french } = rendering;
  const body = { type: "body", content: tree } as unknown as RootContent;
  const handlers = {
    ...blockHandlers(rendering),
    ...LIST_HANDLERS,
    body: (state: State, node: { content: Root }) => ({ type: "root", children: state.wrap(state.all(node.content)) }),
  } as Handlers;
  const { children } = toHast(
    { type: "root", children: [body, ...definitions] },
    {
      allowDangerousHtml: true,
      clobberPrefix: "",
      footnoteLabel: french ? "Notes" : "Footnotes",
      footnoteBackLabel: (index, again) =>
        (french ? "Retour à l’appel de note " : "Back to reference ") + (index + 1) + (again > 1 ? `-${again}` : ""),
      footnoteLabelProperties: { className: ["sr-only"] },
      handlers,
    },
  ) as HastRoot;
  const [converted, ...notes] = children as [unknown, ...HastContent[]];
  const root = converted as HastRoot;
  root.children.push(...notes);
  return root;
}

/** Each item asks whether its list is loose: found once, or a long list would take the square of its length. */
const LIST_HANDLERS: Handlers = {
  list(state, node: List) {
    node.spread ||= node.children.some(({ spread }) => spread);
    return defaultHandlers.list(state, node);
  },
  listItem(state, node: ListItem, parent) {
    const spread = parent?.type === "list" && parent.spread;
    return defaultHandlers.listItem(state, node, { type: "list", spread, children: [] });
  },
};

/**
 * Parses raw HTML into the tree as a browser would. An element may span the blocks from the first to the last piece of
 * HTML that is a block of its own; HTML within any other block ends with it, and blocks without HTML stay as they are.
 * `undefined` when the HTML would grow beyond measure.
 */
function parseRaw(tree: HastRoot): HastRoot | undefined {
  const pieces: string[] = [];
  const held = tree.children.map((block) => collectRaw(block, pieces));
  if (pieces.length === 0) return tree;
  if (runsAway(pieces)) return undefined;
  const first = tree.children.findIndex(isRaw);
  const last = tree.children.findLastIndex(isRaw);
  const children: HastContent[] = [];
  try {
    for (let index = 0; index < tree.children.length; index++) {
      const end = index === first ? last + 1 : index + 1;
      const blocks = tree.children.slice(index, end);
      for (const block of held[index] ? parseFragment(blocks) : blocks) children.push(block);
      index = end - 1;
    }
  } catch (error) {
    // Thousands of open elements exhaust the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { type: "root", children };
}

function isRaw({ type }: { type: string }): boolean {
  return type === "raw";
}

/** Adds the raw HTML of a node to `pieces`; tells whether there was any. */
function collectRaw(node: HastContent, pieces: string[]): boolean {
  const before = pieces.length;
  if (node.type === "raw") pieces.push(node.value);
  else if ("children" in node) for (const child of node.children) collectRaw(child, pieces);
  return pieces.length > before;
}

function parseFragment(children: HastContent[]): HastContent[] {
  // It keeps the lines of what it parses when it is given a file, of which it reads nothing but the length.
  const file = " " as unknown as NonNullable<RawOptions["file"]>;
  return (raw({ type: "root", children }, { file }) as HastRoot).children;
}
