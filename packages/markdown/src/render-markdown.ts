/** Markdown and its blocks to sanitised HTML. */
import { type Problem, problem } from "@pivert/model";
import type { Root as HastRoot, RootContent } from "hast";
import { type Options as RawOptions, raw } from "hast-util-raw";
import { toHtml } from "hast-util-to-html";
import type { Root } from "mdast";
import { toHast } from "mdast-util-to-hast";
import { blockHandlers } from "./block-handlers.ts";
import type { LinkContext } from "./links.ts";
import { MAX_DEPTH, parseMarkdown, tooDeepLine } from "./parse-markdown.ts";
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

  const converted = convert(parsed.tree, rendering);
  const tree = source.includes("<") ? parseRaw(converted, source) : converted;
  const tooDeepAt = tree === converted ? undefined : tooDeepLine(tree);
  if (tooDeepAt !== undefined) return tooDeep(tooDeepAt, rendering);

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

function convert(tree: Root, rendering: Rendering): HastRoot {
  const { french } = rendering;
  return toHast(tree, {
    allowDangerousHtml: true,
    clobberPrefix: "",
    footnoteLabel: french ? "Notes" : "Footnotes",
    footnoteBackLabel: (index, again) =>
      (french ? "Retour à l’appel de note " : "Back to reference ") + (index + 1) + (again > 1 ? `-${again}` : ""),
    footnoteLabelProperties: { className: ["sr-only"] },
    handlers: blockHandlers(rendering),
  }) as HastRoot;
}

/**
 * Parses raw HTML into the tree as a browser would. An element may span the blocks from the first to the last piece of
 * HTML that is a block of its own; HTML within any other block ends with it. The other blocks are left as they are.
 */
function parseRaw(tree: HastRoot, source: string): HastRoot {
  const { children } = tree;
  const isRaw = ({ type }: RootContent) => type === "raw";
  const first = children.findIndex(isRaw);
  const last = children.findLastIndex(isRaw);
  const before = first === -1 ? children : children.slice(0, first);
  const after = first === -1 ? [] : children.slice(last + 1);
  const parse = (nodes: RootContent[]) => {
    // Told the source, it keeps the lines of what it parses.
    const file = source as unknown as NonNullable<RawOptions["file"]>;
    return (raw({ type: "root", children: nodes }, { file }) as HastRoot).children;
  };
  const parseBlock = (block: RootContent) => (holdsRaw(block) ? parse([block]) : [block]);
}

function holdsRaw(node: { type: string; children?: unknown[] }): boolean {
  return node.type === "raw" || ((node.children ?? []) as { type: string }[]).some(holdsRaw);
}
