/** Markdown and its blocks to sanitised HTML. */
import { type Problem, problem } from "@pivert/model";
import type { Element, Root as HastRoot } from "hast";
import { raw } from "hast-util-raw";
import { toHtml } from "hast-util-to-html";
import type { Root } from "mdast";
import { toHast } from "mdast-util-to-hast";
import { blockHandlers } from "./block-handlers.ts";
import type { LinkContext } from "./links.ts";
import { depthOf, MAX_DEPTH, parseMarkdown } from "./parse-markdown.ts";
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
  files: { file: string; line: number; image: boolean }[];
  /** The first 220 characters of running text, for lists and feeds. */
  excerpt: string;
  problems: Problem[];
}

/** A node that knows its line, by its position or by the mark left before raw HTML was parsed. */
export interface Located {
  position?: { start: { line: number } } | undefined;
  properties?: Record<string, unknown>;
}

/** What the steps of one text write to. */
export interface Rendering extends Omit<RenderedMarkdown, "html"> {
  options: RenderMarkdownOptions;
  source: string;
  /** The line of the file for a line of the text. */
  lineOf: (node: Located | undefined) => number;
}

/**
 * Renders one text. Bad blocks, links and HTML are warnings; a text nested deeper than {@link MAX_DEPTH} is an error
 * and gives no HTML.
 */
export function renderMarkdown(markdown: string, options: RenderMarkdownOptions): RenderedMarkdown {
  const firstLine = options.firstLine ?? 1;
  const source = withoutMarks(markdown);
  const rendering: Rendering = {
    options,
    source,
    lineOf: (node) => (node?.position?.start.line ?? (Number(node?.properties?.dataLine) || 1)) + firstLine - 1,
    slots: [],
    headings: [],
    ids: [],
    links: [],
    files: [],
    excerpt: "",
    problems: [],
  };
  const mdast = parseMarkdown(source);
  if (!fits(mdast, rendering)) return finish("", rendering);

  const hasHtml = source.includes("<");
  const converted = toHast(mdast, {
    allowDangerousHtml: true,
    clobberPrefix: "",
    footnoteLabel: options.lang.startsWith("fr") ? "Notes" : "Footnotes",
    footnoteBackLabel: (index, again) =>
      (options.lang.startsWith("fr") ? "Retour à l’appel de note " : "Back to reference ") +
      (index + 1) +
      (again > 1 ? `-${again}` : ""),
    footnoteLabelProperties: { className: ["sr-only"] },
    handlers: blockHandlers(rendering),
  }) as HastRoot;
  const hast = hasHtml && holdsRaw(converted) ? parseRaw(converted, rendering) : converted;
  if (!hast || !fits(hast, rendering)) return finish("", rendering);

  transformTree(hast, rendering);
  const html = toHtml(hast, { closeSelfClosing: false, characterReferences: { useNamedReferences: false } });
  const report = hasHtml ? (what: string) => rendering.problems.push(unsafe(what, rendering)) : undefined;
  return finish(sanitise(html, report), rendering);
}

function finish(html: string, { slots, headings, ids, links, files, excerpt, problems }: Rendering): RenderedMarkdown {
  return { html, slots, headings, ids, links, files, excerpt, problems };
}

function fits(tree: Root | HastRoot, { problems, options, lineOf }: Rendering): boolean {
  const depth = depthOf(tree);
  if (depth <= MAX_DEPTH) return true;
  problems.push(
    problem("too-deep", { file: options.file, line: lineOf(tree), found: String(depth), expected: String(MAX_DEPTH) }),
  );
  return false;
}

function holdsRaw(node: { type: string; children?: unknown[] }): boolean {
  return node.type === "raw" || ((node.children ?? []) as { type: string }[]).some(holdsRaw);
}

/** Parses raw HTML into the tree as a browser would. Positions do not survive it: links and images keep their line. */
function parseRaw(tree: HastRoot, rendering: Rendering): HastRoot | undefined {
  noteLines(tree);
  try {
    return raw(tree) as HastRoot;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Tens of thousands of open elements exhaust the stack: nobody wrote that by hand.
    rendering.problems.push(
      problem("too-deep", {
        file: rendering.options.file,
        line: 1,
        found: "des milliers de",
        expected: String(MAX_DEPTH),
      }),
    );
    return undefined;
  }
}

function noteLines(node: HastRoot | Element): void {
  for (const child of node.children) {
    if (child.type !== "element") continue;
    if (child.tagName === "img" || child.tagName === "a") child.properties.dataLine = child.position?.start.line;
    noteLines(child);
  }
}

/** A removed piece of HTML with the line where its like first stands in the source. */
function unsafe(what: string, { source, options, lineOf }: Rendering): Problem {
  const needle = what.startsWith("<") ? what.slice(0, -1) : what.slice(0, what.indexOf("="));
  const at = source.toLowerCase().indexOf(needle.toLowerCase());
  const line = at === -1 ? 1 : source.slice(0, at).split("\n").length;
  return problem("unsafe-html", { file: options.file, line: lineOf({ position: { start: { line } } }), found: what });
}
