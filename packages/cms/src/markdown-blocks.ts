/** Cuts Markdown into its top-level blocks, and lists and quotes into their parts: positions only, no tree. */
import { parse, postprocess, preprocess } from "micromark";
import { directive } from "micromark-extension-directive";
import { gfm } from "micromark-extension-gfm";

export interface MarkdownBlock {
  /** micromark's name: `paragraph`, `atxHeading`, `listUnordered`, `blockQuote`, `htmlFlow`, `directiveLeaf`… */
  kind: string;
  /** Where its first line starts and its last line ends, without the line break. */
  start: number;
  end: number;
  text: string;
}

/** A part of a list: its marker with the space after it, and the text without marker and indentation. */
export interface ListItem {
  marker: string;
  content: string;
  text: string;
  start: number;
  end: number;
}

const BETWEEN = new Set(["lineEnding", "lineEndingBlank", "linePrefix", "lineSuffix", "whitespace"]);

/** The top-level blocks, in order. Between two of them there is nothing but white space. */
export function splitBlocks(markdown: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let depth = 0;
  for (const [step, token] of eventsOf(markdown)) {
    // `content` is what paragraphs and definitions are found in.
    if (token.type === "content" && depth === 0) continue;
    if (step === "exit") {
      depth--;
      continue;
    }
    if (depth === 0 && !BETWEEN.has(token.type))
      blocks.push(blockAt(markdown, token.type, token.start.offset, token.end.offset));
    depth++;
  }
  return blocks.filter(({ text }) => text.trim() !== "");
}

/** The items of a list that is a whole text by itself. */
export function splitList(list: string): ListItem[] {
  const starts: { start: number; content: number }[] = [];
  let depth = 0;
  for (const [step, token] of eventsOf(list)) {
    if (step === "exit") depth--;
    else {
      if (depth === 1 && token.type === "listItemPrefix")
        starts.push({ start: token.start.offset, content: token.end.offset });
      depth++;
    }
  }
  return starts.map(({ start, content }, index) => {
    const lineStart = list.lastIndexOf("\n", start - 1) + 1;
    const indentation = list.slice(lineStart, start);
    const next = starts[index + 1];
    const limit = next ? list.lastIndexOf("\n", next.start - 1) + 1 : list.length;
    const text = list.slice(start, limit).trimEnd();
    const width = indentation.length + content - start;
    const marker = list.slice(start, content);
    const lines = list.slice(content, limit).trimEnd().split("\n");
    const dedented = lines.map((line, at) => (at === 0 ? line : line.replace(new RegExp(`^[ \\t]{0,${width}}`), "")));
    return { marker, content: dedented.join("\n"), text, start, end: start + text.length };
  });
}

/** A list item's text from its marker and content. */
export function joinItem(marker: string, content: string): string {
  const padded = /\s$/.test(marker) ? marker : `${marker} `;
  const indentation = " ".repeat(padded.length);
  return (
    padded +
    content
      .split("\n")
      .map((line, index) => (index === 0 || line.trim() === "" ? line : indentation + line))
      .join("\n")
  );
}

/** The text inside a block quote, or `undefined` when some of its lines lack the mark. */
export function quotedText(quote: string): string | undefined {
  const lines = quote.split("\n");
  if (!lines.every((line) => /^ {0,3}>/.test(line))) return undefined;
  return lines.map((line) => line.replace(/^ {0,3}> ?/, "")).join("\n");
}

export function quote(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

type Events = ReturnType<typeof postprocess>;

function eventsOf(markdown: string): Events {
  const extensions = [gfm(), directive()];
  return postprocess(
    parse({ extensions })
      .document()
      .write(preprocess()(markdown, undefined, true)),
  );
}

function blockAt(markdown: string, kind: string, from: number, to: number): MarkdownBlock {
  const lineStart = markdown.lastIndexOf("\n", from - 1) + 1;
  const start = markdown.slice(lineStart, from).trim() === "" ? lineStart : from;
  const end = from + markdown.slice(from, to).trimEnd().length;
  return { kind, start, end, text: markdown.slice(start, end) };
}
