/** Markdown to an mdast tree: CommonMark, GFM, footnotes and blocks. The only door to satteri. */
import type { Root, Text } from "mdast";
import { markdownToMdast } from "satteri";

/** Levels of nesting a text may have: beyond it nobody reads, and every recursive step would be at risk. */
export const MAX_DEPTH = 100;

export type ParsedMarkdown =
  | { tree: Root }
  /** The line on which the text nests deeper than {@link MAX_DEPTH}. */
  | { tooDeepAt: number };

/** A thousand quotes or lists opened on one line: satteri's time grows with the square of their number. */
const CROWDED_LINE = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){1000}/m;
const LIKE_A_DIRECTIVE = /:[\p{L}\p{N}_-]+[[{]/gu;
/** How far satteri may look for the ends of directives, in characters: some tenths of a second. */
const MAX_LOOKAHEAD = 3e8;
/** Escaping a directive can uncover another in its attributes; nobody writes more than one by hand. */
const MAX_ROUNDS = 4;

/**
 * Parses Markdown; nodes carry their positions, of which lines are exact and columns those of the first directive of
 * a line. A directive that is no block is text, as if directives did not exist: `à:midi[carte](plan.md)` holds a link.
 */
export function parseMarkdown(source: string): ParsedMarkdown {
  const crowded = CROWDED_LINE.exec(source);
  if (crowded) return { tooDeepAt: source.slice(0, crowded.index).split("\n").length };

  const alike = source.match(LIKE_A_DIRECTIVE)?.length ?? 0;
  let directive = alike * source.length < MAX_LOOKAHEAD;
  let text = source;
  for (let round = 1; ; round++) {
    const tree = parse(text, directive);
    const tooDeepAt = tooDeepLine(tree);
    if (tooDeepAt !== undefined) return { tooDeepAt };
    const directives = directive ? directivesOf(tree) : [];
    const colons = directives.filter((one) => isNoBlock(one, text)).map(({ position }) => position.start.offset);
    if (colons.length === 0) {
      for (const { attributes } of directives) decodeReferences(attributes);
      return { tree };
    }
    if (round === MAX_ROUNDS) directive = false;
    else text = escapeAt(text, colons);
  }
}

function parse(source: string, directive: boolean): Root {
  return markdownToMdast(source, { features: { gfm: true, directive, frontmatter: false } }) as Root;
}

interface Parent {
  children?: Parent[];
  position?: { start: { line: number } } | undefined;
}

/** The line of the first node that lies deeper than {@link MAX_DEPTH}; `undefined` when none does. */
export function tooDeepLine(tree: object): number | undefined {
  let depth = 0;
  for (const level of levelsOf(tree)) {
    if (++depth > MAX_DEPTH) return level[0]?.position?.start.line ?? 1;
  }
  return undefined;
}

/** The nodes of a tree, level by level, without recursion. */
function* levelsOf(tree: Parent): Generator<Parent[]> {
  for (let level = [tree]; level.length > 0; level = level.flatMap(({ children }) => children ?? [])) yield level;
}

interface Directive {
  type: "textDirective" | "leafDirective" | "containerDirective";
  name: string;
  attributes: Record<string, string>;
  position: { start: { offset: number } };
}

/** In the order of the text. */
function directivesOf(tree: Parent): Directive[] {
  const found: Directive[] = [];
  for (const level of levelsOf(tree)) {
    for (const node of level) if ("attributes" in node) found.push(node as unknown as Directive);
  }
  return found.sort((a, b) => a.position.start.offset - b.position.start.offset);
}

/** Directives within a line, and fences followed by words, which satteri would drop. */
function isNoBlock({ type, name, position }: Directive, source: string): boolean {
  if (type !== "containerDirective") return type === "textDirective";
  const { offset } = position.start;
  const end = source.slice(offset).search(/[\r\n]|$/);
  const rest = source.slice(offset, offset + end).replace(/^:+/, "").slice(name.length).trim();
  return rest !== "" && !/^[[{].*[\]}]$/.test(rest);
}

function escapeAt(source: string, offsets: number[]): string {
  const pieces = offsets.map((offset, index) => `${source.slice(offsets[index - 1] ?? 0, offset)}\\`);
  return pieces.join("") + source.slice(offsets.at(-1));
}

/** Satteri leaves `&eacute;` in attributes as it is written. */
function decodeReferences(attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value.includes("&")) attributes[name] = value.replace(/&#?\w{1,31};/g, decodeReference);
  }
}

function decodeReference(reference: string): string {
  const [paragraph] = parse(reference, false).children;
  const text = paragraph && "children" in paragraph ? (paragraph.children[0] as Text | undefined) : undefined;
  return text?.value ?? reference;
}
