/** Markdown to an mdast tree: CommonMark, GFM, footnotes and blocks. The only door to satteri. */
import type { Link, Root, RootContent, Text } from "mdast";
import { markdownToMdast } from "satteri";

/** Levels of nesting a text may have: beyond it nobody reads, and every recursive step would be at risk. */
export const MAX_DEPTH = 100;

export type ParsedMarkdown =
  /** The tree, and the definitions of links and notes that lie anywhere in it, in the order of the text. */
  | { tree: Root; definitions: RootContent[] }
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
 * Parses Markdown; nodes carry their positions: lines are exact, columns count the escapes of what follows. A directive
 * that is no block is text, as if directives did not exist: `à:midi[carte](plan.md)` holds a link.
 */
export function parseMarkdown(written: string): ParsedMarkdown {
  const source = written.replaceAll("\0", "\ufffd");
  const crowded = CROWDED_LINE.exec(source);
  if (crowded) return { tooDeepAt: source.slice(0, crowded.index).split("\n").length };

  const alike = source.match(LIKE_A_DIRECTIVE)?.length ?? 0;
  let directive = alike * source.length < MAX_LOOKAHEAD;
  let text = source;
  for (let round = 1; ; round++) {
    const tree = parse(text, directive);
    const { tooDeepAt, directives, definitions, links } = survey(tree);
    if (tooDeepAt !== undefined) return { tooDeepAt };
    const colons = directives.filter((one) => isNoBlock(one, text)).map(({ position }) => position.start.offset);
    if (colons.length === 0) {
      for (const { attributes } of directives) decodeReferences(attributes);
      if (links.length > 0) unlinkEscaped(links, source);
      return { tree, definitions };
    }
    if (round === MAX_ROUNDS) directive = false;
    else text = escapeAt(text, colons);
  }
}

function parse(source: string, directive: boolean): Root {
  return markdownToMdast(source, { features: { gfm: true, directive, frontmatter: false } }) as Root;
}

interface Directive {
  type: "textDirective" | "leafDirective" | "containerDirective";
  name: string;
  attributes: Record<string, string>;
  position: { start: { offset: number } };
}

interface Survey {
  tooDeepAt: number | undefined;
  directives: Directive[];
  definitions: RootContent[];
  /** Links whose text is their address, as satteri makes them of bare addresses. */
  links: Link[];
}

/** One look at a tree: how deep it is, and what must be known before it is converted. */
function survey(tree: Root): Survey {
  const directives: Directive[] = [];
  const definitions: RootContent[] = [];
  const links: Link[] = [];
  const tooDeepAt = tooDeepLine(tree, (node) => {
    if ("attributes" in node) directives.push(node as unknown as Directive);
    else if (node.type === "link") {
      if (bareAddress(node as Link) !== undefined) links.push(node as Link);
    } else if (node.type === "definition" || node.type === "footnoteDefinition") definitions.push(node as RootContent);
  });
  directives.sort(byOffset);
  definitions.sort(byOffset);
  return { tooDeepAt, directives, definitions, links };
}

type Placed = { position?: { start: { offset?: number } } | undefined };

function byOffset(a: Placed, b: Placed): number {
  return (a.position?.start.offset ?? 0) - (b.position?.start.offset ?? 0);
}

interface Node {
  type: string;
  children?: Node[];
  position?: { start: { line: number } } | undefined;
}

/**
 * The line of the first node that lies deeper than {@link MAX_DEPTH}; `undefined` when none does. Goes level by level,
 * without recursion.
 * @param look called with each node that does not lie too deep
 */
export function tooDeepLine(tree: Node | Root, look?: (node: Node) => void): number | undefined {
  let level: Node[] = [tree as Node];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return level[0]?.position?.start.line ?? 1;
    const next: Node[] = [];
    for (const node of level) {
      look?.(node);
      if (node.children) for (const child of node.children) next.push(child);
    }
    level = next;
  }
  return undefined;
}

/** Directives within a line, and fences followed by words, which satteri would drop. */
function isNoBlock({ type, name, position }: Directive, source: string): boolean {
  if (type !== "containerDirective") return type === "textDirective";
  const { offset } = position.start;
  const end = source.slice(offset).search(/[\r\n]|$/);
  const rest = source
    .slice(offset, offset + end)
    .replace(/^:+/, "")
    .slice(name.length)
    .trim();
  return rest !== "" && !/^[[{].*[\]}]$/.test(rest);
}

const BARE = /^(?:https?:\/\/|www\.)[\w.-]*|^[\w.+-]+@[\w-]*/i;

/** The start of a link's text when it is an address that could stand bare. */
function bareAddress({ children: [text, ...others] }: Link): string | undefined {
  return text?.type === "text" && others.length === 0 ? BARE.exec(text.value)?.[0] : undefined;
}

/** Satteri makes links of addresses that their author escaped, `https\://…`, which GFM leaves as text. */
function unlinkEscaped(links: Link[], source: string): void {
  const lines = source.split(/\r\n?|\n/);
  for (const link of links) {
    const { start, end } = link.position ?? { start: { line: 1 }, end: { line: lines.length } };
    const written = lines.slice(start.line - 1, end.line).join("\n");
    const bare = bareAddress(link) ?? "";
    if (written.includes(bare) || !written.replace(/\\(?=[:.@])/g, "").includes(bare)) continue;
    const text = (link.children[0] as Text).value;
    Object.assign(link, { type: "text", value: text, children: undefined, url: undefined });
  }
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
