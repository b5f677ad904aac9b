/** A SPIP text to a tree: tables, lists, paragraphs, and the blocks that interrupt them. */
import { type Atom, atomIndex, lex, lexBraces, lexHeadings, MARK } from "./lex.ts";
import { type InlineContext, parseInline } from "./parse-inline.ts";
import { parseLists } from "./parse-list.ts";
import { parseTable, splitTables } from "./parse-table.ts";
import type { Block, Inline } from "./tree.ts";

export interface ParsedText {
  blocks: Block[];
  /** Whether braces are left open or closed without being open. */
  unbalanced: boolean;
  /** Code that was taken out: scripts, PHP, unknown tags. */
  dropped: string[];
}

export interface ParseTextOptions {
  /** Whether a line break within a paragraph is one on the page, as it is since SPIP 3. */
  breaks?: boolean;
}

/**
 * Parses a text in SPIP's shortcuts, in a time linear in its length. Whatever is malformed is kept as text.
 * @param written cleaned text: see `cleanText`
 */
export function parseText(written: string, { breaks = true }: ParseTextOptions = {}): ParsedText {
  const { skeleton, atoms, unbalanced, dropped } = lex(written);
  return { blocks: parseBlocks(skeleton, atoms, breaks, 0), unbalanced, dropped };
}

/** Notes hold texts, whose notes are text. */
const MAX_NESTING = 3;

function parseBlocks(whole: string, atoms: Atom[], breaks: boolean, nesting: number): Block[] {
  const context: InlineContext = {
    atoms,
    carried: [],
    parseNote: (name, text) => ({ name, blocks: nesting < MAX_NESTING ? parseNoteText(text) : [] }),
  };
  return parseFlow(whole, true);

  function parseNoteText(text: string): Block[] {
    return parseBlocks(lexBraces(lexHeadings(text, atoms), atoms).skeleton, atoms, breaks, nesting + 1);
  }

  /** @param paragraphs whether a lone line is a paragraph */
  function parseFlow(skeleton: string, paragraphs: boolean): Block[] {
    return splitPoems(skeleton, atoms).flatMap(({ text, isPoem }) =>
      isPoem
        ? [parsePoem(text)]
        : splitTables(text).flatMap((part): Block[] =>
            part.isTable
              ? [{ type: "table", table: parseTable(part.text, atoms, parseCell) }]
              : parseSegments(part.text, paragraphs),
          ),
    );
  }

  /** What stands first in a cell is at the start of no line: a list begins on the next. */
  function parseCell(cell: string): Block[] {
    return parseSegments(/^[-_]/.test(cell) ? `${START}${cell}` : cell, false);
  }

  /** Text between the blocks that interrupt paragraphs: titles, code, tags of the author's. */
  function parseSegments(skeleton: string, paragraphs: boolean): Block[] {
    const blocks: Block[] = [];
    let at = 0;
    let opened = false;
    const text = (from: string, next: Atom | undefined) => {
      if (from.trim() === "") return;
      // `<li>text</li>`: a line in an element of the author's.
      const inside = opened && next?.kind === "tag" && next.closing;
      blocks.push(...parseParagraphs(from, paragraphs && !inside));
    };
    for (const mark of skeleton.matchAll(MARK)) {
      const atom = atoms[atomIndex(mark[1] ?? "")];
      const block = atom && blockOf(atom);
      if (!block) continue;
      text(skeleton.slice(at, mark.index), atom);
      at = mark.index + mark[0].length;
      blocks.push(block);
      opened = atom.kind === "tag" && !atom.closing;
    }
    text(skeleton.slice(at), undefined);
    return blocks;
  }

  function blockOf(atom: Atom): Block | undefined {
    if (atom.kind === "heading")
      return { type: "heading", children: parseInline(atom.text, { ...context, carried: [] }) };
    if (atom.kind === "preformatted") return { type: "preformatted", value: atom.value, language: atom.language };
    if (atom.kind === "tag" && atom.block)
      return { type: "tag", html: atom.html, name: atom.name, closing: atom.closing };
    if (
      atom.kind === "html" &&
      /^\s*<(?:address|article|aside|blockquote|center|div|dl|fieldset|figure|form|h[1-6]|hr|iframe|object|ol|p|pre|section|script|table|ul)\b/i.test(
        atom.html,
      )
    )
      return { type: "html", html: atom.html };
    return undefined;
  }

  function parseParagraphs(text: string, paragraphs: boolean): Block[] {
    const chunks = text.split(/\n[ \t\u00a0]*(?=\n)/).filter((chunk) => chunk.trim() !== "");
    const lone = chunks.length === 1 && !paragraphs;
    return chunks.flatMap((chunk) => {
      const own = chunk.replace(/^\n+|\n+$/g, "");
      const lines = (from: string) => parseLines(from, !lone);
      return /(?:^|\n)-(?:\*|#)/.test(own) ? parseLists(own, lines, (item) => parseItem(item)) : lines(own);
    });
  }

  function parseItem(item: string): Block[] {
    return parseLines(item, false);
  }

  /** Lines of one paragraph: a rule ends it, `_ ` and old bullets break its lines. */
  function parseLines(text: string, paragraph: boolean): Block[] {
    const blocks: Block[] = [];
    let children: Inline[] = [];
    const end = () => {
      const trimmed = trim(children);
      if (trimmed.length > 0) blocks.push({ type: paragraph ? "paragraph" : "line", children: trimmed });
      children = [];
    };
    for (const [index, line] of text.split("\n").entries()) {
      const { rule, bullet, lead, rest, forced } = readLine(line);
      if (rule) {
        end();
        blocks.push({ type: "rule" });
      } else if (index > 0 || forced)
        children.push(forced || breaks ? { type: "break" } : { type: "text", value: " " });
      if (bullet) children.push({ type: "bullet" });
      if (lead !== "") children.push({ type: "text", value: lead });
      children.push(...parseInline(rest.replace(START, ""), context));
    }
    end();
    return blocks;
  }

  /** One `div` a line; a blank line parts stanzas. */
  function parsePoem(text: string): Block {
    const stanzas = text.replace(/^\s*\n|\s+$/g, "").split(/\n[ \t]*\n\s*?(?=\S|[ \t])/);
    return {
      type: "poem",
      stanzas: stanzas.map((stanza) =>
        stanza
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line) => [
            { type: "text", value: /^\s*/.exec(line)?.[0].replaceAll("\t", "    ").replaceAll(" ", "\u00a0") ?? "" },
            ...parseInline(line.trim(), context),
          ]),
      ),
    };
  }
}

interface Line {
  rule: boolean;
  bullet: boolean;
  /** The dash of a reply. */
  lead: string;
  rest: string;
  /** Whether the line breaks whatever the site's settings. */
  forced: boolean;
}

function readLine(line: string): Line {
  const plain = { rule: false, bullet: false, lead: "", rest: line, forced: false };
  const rule = /^(?:-{4,}|_{4,})/.exec(line);
  if (rule) return { ...plain, rule: true, rest: line.slice(rule[0].length) };
  const dash = /^--\s*/.exec(line);
  if (dash) return { ...plain, lead: "— ", rest: line.slice(dash[0].length), forced: true };
  const bullet = /^- */.exec(line);
  if (bullet) return { ...plain, bullet: true, rest: line.slice(bullet[0].length), forced: true };
  const turn = /^_ +/.exec(line);
  return turn ? { ...plain, rest: line.slice(turn[0].length), forced: true } : plain;
}

/** Invisible: what follows it is not at the start of a line. */
const START = "\ufeff";

/** Without breaks and spaces at the ends. */
function trim(children: Inline[]): Inline[] {
  const isBlank = (node: Inline) => node.type === "break" || (node.type === "text" && node.value.trim() === "");
  let from = 0;
  let to = children.length;
  while (from < to && isBlank(children[from] as Inline)) from++;
  while (to > from && isBlank(children[to - 1] as Inline)) to--;
  return children.slice(from, to);
}

/** Cuts a skeleton at `<poesie>` or `<poetry>` and the next end of the same. */
function splitPoems(skeleton: string, atoms: readonly Atom[]): { text: string; isPoem: boolean }[] {
  const parts: { text: string; isPoem: boolean }[] = [];
  let at = 0;
  let start: { at: number; inner: number } | undefined;
  for (const mark of skeleton.matchAll(MARK)) {
    const atom = atoms[atomIndex(mark[1] ?? "")];
    if (atom?.kind !== "tag" || (atom.name !== "poesie" && atom.name !== "poetry")) continue;
    if (!atom.closing) start ??= { at: mark.index, inner: mark.index + mark[0].length };
    else if (start) {
      if (start.at > at) parts.push({ text: skeleton.slice(at, start.at), isPoem: false });
      parts.push({ text: skeleton.slice(start.inner, mark.index), isPoem: true });
      at = mark.index + mark[0].length;
      start = undefined;
    }
  }
  if (at < skeleton.length) parts.push({ text: skeleton.slice(at), isPoem: false });
  return parts;
}
