/**
 * Makes any rich editor lossless outside what its user touched. An editor writes a whole text anew in its own style;
 * comparing what it would have written at the opening with what it wrote at the save tells what its user changed, and
 * only that goes into the original.
 */
import { align } from "./align.ts";
import {
  joinItem,
  type ListItem,
  type MarkdownBlock,
  quote,
  quotedText,
  splitBlocks,
  splitList,
} from "./markdown-blocks.ts";

export interface MergeOptions {
  /**
   * What the editor writes for a text it opens. With it, words are merged within a paragraph, and a merge that the
   * editor would not read as what it wrote is given up; without it, a changed paragraph is taken as the editor wrote it.
   */
  normalise?: (markdown: string) => string;
}

/**
 * @param original the text of the file
 * @param opened what the editor writes for it when nothing was changed
 * @param saved what the editor writes now
 * @returns the original with the user's changes
 */
export function mergeMarkdown(original: string, opened: string, saved: string, options: MergeOptions = {}): string {
  if (saved === opened) return original;
  if (original.includes("\r")) {
    const merged = mergeMarkdown(original.replace(/\r\n?/g, "\n"), opened, saved, options);
    return merged.replaceAll("\n", "\r\n");
  }
  const before = splitBlocks(original);
  if (before.length === 0) return saved;
  const pieces = mergeBlocks(
    before,
    splitBlocks(opened),
    splitBlocks(saved),
    original,
    withDefinitions(before, options),
  );
  return joinPieces(pieces, before, original);
}

/** A paragraph read alone lacks the definitions of its links: the editor is given them too. */
function withDefinitions(before: MarkdownBlock[], { normalise }: MergeOptions): MergeOptions {
  const definitions = before.filter(isDefinition).map(({ text }) => text);
  if (!normalise || definitions.length === 0) return { normalise };
  return { normalise: (markdown) => normalise(`${markdown}\n\n${definitions.join("\n\n")}`) };
}

/** A part of the result; `from` and `to` are the original blocks it stands for, `alike` says that it is still of their kind. */
interface Piece {
  text: string;
  from?: number;
  to?: number;
  alike: boolean;
}

/** Blocks of the original and what the editor made of them; either side may be empty. */
interface Group {
  original: [from: number, to: number];
  opened: [from: number, to: number];
}

function mergeBlocks(
  before: MarkdownBlock[],
  opened: MarkdownBlock[],
  saved: MarkdownBlock[],
  original: string,
  options: MergeOptions,
): Piece[] {
  const groups = groupBlocks(before, opened);
  const groupOf = (index: number) => groups.find(({ opened: [from, to] }) => index >= from && index < to);
  const partners = new Map(pairBlocks(opened, saved).map(([left, right]) => [right, left]));
  const savedOf = new Map([...partners].map(([right, left]) => [left, right]));
  const unchanged = (index: number) => opened[index]?.text === saved[savedOf.get(index) ?? -1]?.text;
  const stands = ({ opened: [from, to] }: Group) =>
    range(from, to).every(
      (index) => unchanged(index) && (savedOf.get(index) ?? 0) - (savedOf.get(from) ?? 0) === index - from,
    );
  const sourceOf = ({ original: [from, to] }: Group): Piece => ({
    text: original.slice(before[from]?.start, before[to - 1]?.end),
    from,
    to,
    alike: true,
  });

  const pieces = saved.flatMap((block, index): Piece[] => {
    const partner = partners.get(index);
    const group = partner === undefined ? movedGroup(block, groups, opened, unchanged) : groupOf(partner);
    if (!group || size(group.original) === 0) return [{ text: block.text, alike: false }];
    if (partner === undefined) return [{ text: sourceOf(group).text, alike: false }];
    if (stands(group)) return partner === group.opened[0] ? [sourceOf(group)] : [];
    const [from, to] = group.original;
    const [source, open] = [wholeBlock(before.slice(from, to), original), opened[partner]];
    if (size(group.opened) > 1 || !source || !open)
      return [{ text: block.text, alike: false, ...(partner === group.opened[0] ? { from, to } : {}) }];
    return [{ text: mergeInside(source, open, block, options), from, to, alike: source.kind === block.kind }];
  });
  return withUnseen(pieces, groups.filter((group) => size(group.opened) === 0).map(sourceOf));
}

/** The original blocks of a group as one: lists side by side are one list to some editors. */
function wholeBlock(blocks: MarkdownBlock[], original: string): MarkdownBlock | undefined {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last || blocks.some(({ kind }) => kind !== first.kind)) return undefined;
  return { kind: first.kind, start: first.start, end: last.end, text: original.slice(first.start, last.end) };
}

/** Puts back what the editor never showed, such as the definitions of links, after what it followed. */
function withUnseen(pieces: Piece[], unseen: Piece[]): Piece[] {
  const all = [...pieces];
  for (const piece of unseen) {
    const after = all.findLastIndex(({ to }) => to !== undefined && to <= (piece.from ?? 0));
    all.splice(after + 1, 0, piece);
  }
  return all;
}

/** A block that was moved is one that the editor had, word for word, elsewhere. */
function movedGroup(
  block: MarkdownBlock,
  groups: Group[],
  opened: MarkdownBlock[],
  unchanged: (index: number) => boolean,
): Group | undefined {
  const from = opened.findIndex(({ text }, index) => text === block.text && !unchanged(index));
  return from === -1 ? undefined : groups.find((group) => group.opened[0] === from && size(group.opened) === 1);
}

function joinPieces(pieces: Piece[], before: MarkdownBlock[], original: string): string {
  const first = before[0];
  const last = before.at(-1);
  let text = pieces[0]?.from === 0 ? original.slice(0, first?.start) : "";
  pieces.forEach((piece, index) => {
    const previous = pieces[index - 1];
    if (previous) text += gapBetween(previous, piece, before, original);
    text += piece.text;
  });
  return text + original.slice(last?.end);
}

/** What stood between or beside two pieces, if it still parts them; a blank line otherwise. */
function gapBetween(previous: Piece, next: Piece, before: MarkdownBlock[], original: string): string {
  const block = before[(previous.to ?? 0) - 1];
  if (!block) return "\n\n";
  const gap = original.slice(block.end, before[previous.to ?? 0]?.start);
  const adjacent = previous.to === next.from;
  if (adjacent && gap.includes("\n") && previous.alike && next.alike) return gap;
  return /^[ \t]*\n[ \t]*\n/.test(gap) && previous.to !== before.length ? gap : "\n\n";
}

/** Which blocks of the original became which blocks of the editor. */
function groupBlocks(before: MarkdownBlock[], opened: MarkdownBlock[]): Group[] {
  const groups: Group[] = [];
  const definitions = new Set(
    before.flatMap((block, index) =>
      isDefinition(block) && !opened.some((open) => samePlain(block, open)) ? [index] : [],
    ),
  );
  const visible = before.flatMap((_, index) => (definitions.has(index) ? [] : [index]));
  const pairs = align(
    visible.map((index) => before[index] as MarkdownBlock),
    opened,
    similarity,
  );
  let [left, right] = [0, 0];
  for (const [i, j] of [...pairs, [visible.length, opened.length]] as const) {
    const gap = visible.slice(left, i);
    const previous = groups.at(-1);
    // An editor that joins two lists leaves the second one without a partner: it belongs to the first.
    while (
      j === right &&
      previous &&
      gap[0] === previous.original[1] &&
      holds(opened[right - 1], before[gap[0]], "end")
    )
      previous.original[1] = (gap.shift() ?? 0) + 1;
    let from = visible[i];
    while (
      j === right &&
      from !== undefined &&
      gap.at(-1) === from - 1 &&
      holds(opened[j], before[from - 1], "start")
    ) {
      from--;
      gap.pop();
    }
    groups.push(...groupGap(gap, right, j));
    const source = visible[i];
    if (source !== undefined && from !== undefined && j < opened.length)
      groups.push({ original: [from, source + 1], opened: [j, j + 1] });
    [left, right] = [i + 1, j + 1];
  }
  for (const index of definitions) groups.push({ original: [index, index + 1], opened: [0, 0] });
  return groups;
}

/** Whether an editor's block ends, or starts, with the words of an original one. */
function holds(open: MarkdownBlock | undefined, block: MarkdownBlock | undefined, side: "end" | "start"): boolean {
  if (!open || !block) return false;
  const found = wordsOf(block.text);
  const all = wordsOf(open.text);
  const part = side === "end" ? all.slice(-found.length) : all.slice(0, found.length);
  return found.length > 0 && part.join(" ") === found.join(" ");
}

/** Blocks between two sure pairs: one to one when their numbers agree, else all for all. */
function groupGap(sources: number[], from: number, to: number): Group[] {
  const [first, last] = [sources[0], sources.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (from === to) return sources.map((index) => ({ original: [index, index + 1], opened: [0, 0] }));
  if (sources.length === to - from)
    return sources.map((index, at) => ({ original: [index, index + 1], opened: [from + at, from + at + 1] }));
  return [{ original: [first, last + 1], opened: [from, to] }];
}

function isDefinition({ kind }: MarkdownBlock): boolean {
  return kind === "definition" || kind === "gfmFootnoteDefinition";
}

function samePlain(a: MarkdownBlock, b: MarkdownBlock): boolean {
  return wordsOf(a.text).join(" ") === wordsOf(b.text).join(" ");
}

/** Pairs of equal blocks, then of blocks alike; those between two pairs by their place when their numbers agree. */
function pairBlocks<Block extends { text: string }>(left: Block[], right: Block[]): [number, number][] {
  const pairs = align(left, right, ({ text: a }, { text: b }) => (a === b ? 1 : likeness(a, b) * 0.9));
  const all: [number, number][] = [];
  let [i, j] = [0, 0];
  for (const [nextLeft, nextRight] of [...pairs, [left.length, right.length]] as const) {
    if (nextLeft - i === nextRight - j) for (let at = 0; i + at < nextLeft; at++) all.push([i + at, j + at]);
    if (nextLeft < left.length) all.push([nextLeft, nextRight]);
    [i, j] = [nextLeft + 1, nextRight + 1];
  }
  return all;
}

function similarity(a: MarkdownBlock, b: MarkdownBlock): number {
  if (a.text === b.text) return 1;
  return likeness(a.text, b.text) * (a.kind === b.kind ? 1 : 0.8);
}

/** How alike two texts are by their words, from 0 to 1; below a half they are no pair. */
function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return left.length === right.length && a[0] === b[0] ? 0.9 : 0;
  const counts = new Map<string, number>();
  for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of right) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    shared++;
    counts.set(word, count - 1);
  }
  const share = (2 * shared) / (left.length + right.length);
  return share < 0.5 ? 0 : share;
}

const words = new Map<string, string[]>();

function wordsOf(text: string): string[] {
  let found = words.get(text);
  if (!found) {
    if (words.size > 5000) words.clear();
    found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    words.set(text, found);
  }
  return found;
}

/** Merges the inside of one block that was changed. */
function mergeInside(source: MarkdownBlock, open: MarkdownBlock, block: MarkdownBlock, options: MergeOptions): string {
  const { normalise } = options;
  const merged =
    source.kind === block.kind && open.kind === block.kind ? mergeSameKind(source, open, block, options) : undefined;
  const result = merged ?? (normalise ? mergeWords(source.text, open.text, block.text) : undefined);
  if (result === undefined) return block.text;
  return !normalise || normalise(result) === normalise(block.text) ? result : block.text;
}

function mergeSameKind(
  source: MarkdownBlock,
  open: MarkdownBlock,
  block: MarkdownBlock,
  options: MergeOptions,
): string | undefined {
  if (block.kind === "listUnordered" || block.kind === "listOrdered")
    return mergeLists(splitList(source.text), splitList(open.text), splitList(block.text), source.text, options);
  if (block.kind !== "blockQuote") return undefined;
  const [original, opened, saved] = [quotedText(source.text), quotedText(open.text), quotedText(block.text)];
  if (original === undefined || opened === undefined || saved === undefined) return undefined;
  return quote(mergeMarkdown(original, opened, saved, options));
}

function mergeLists(
  before: ListItem[],
  opened: ListItem[],
  saved: ListItem[],
  source: string,
  options: MergeOptions,
): string | undefined {
  if (before.length !== opened.length || before.length === 0) return undefined;
  const partners = new Map(pairBlocks(contents(opened), contents(saved)).map(([left, right]) => [right, left]));
  const style = before[0]?.marker ?? "- ";
  const indentation = /^[ \t]*/.exec(source)?.[0] ?? "";
  const write = (marker: string, content: string) =>
    joinItem(marker, content).replace(/\n(?=[^\n])/g, `\n${indentation}`);
  const items = saved.map((item, index) => {
    const partner = partners.get(index);
    const [original, open] = partner === undefined ? [] : [before[partner], opened[partner]];
    if (!original || !open)
      return write(/\d/.test(style) ? style.replace(/\d+/, String(firstNumber(style) + index)) : style, item.content);
    if (open.content === item.content) return original.text;
    const box = hiddenBox(original.content, open.content);
    const content = mergeMarkdown(original.content.slice(box.length), open.content, item.content, options);
    return write(original.marker, box + content);
  });
  const between = (left: number, right: number) => source.slice(before[left]?.end, before[right]?.start);
  const loose = (list: ListItem[]) =>
    list.some((item, index) => index > 0 && item.start - (list[index - 1]?.end ?? 0) > 1);
  const gap = loose(opened) === loose(saved) ? (loose(before) ? "\n\n" : "\n") : loose(saved) ? "\n\n" : "\n";
  return items.reduce((text, item, index) => {
    const [left, right] = [partners.get(index - 1), partners.get(index)];
    const stood = left !== undefined && right === left + 1 && loose(opened) === loose(saved);
    const parted = stood ? (/\n[ \t]*\n/.test(between(left, right)) ? "\n\n" : "\n") : gap;
    return text + (index === 0 ? "" : parted) + indentation + item;
  }, "");
}

/** The box to tick that starts an item, where the editor does not show it. */
function hiddenBox(original: string, opened: string): string {
  const box = /^\[[ xX]\][ \t]+/.exec(original)?.[0] ?? "";
  return /^\\?\[/.test(opened) ? "" : box;
}

function contents(items: ListItem[]): { text: string }[] {
  return items.map(({ content }) => ({ text: content }));
}

function firstNumber(marker: string): number {
  return Number(/\d+/.exec(marker)?.[0] ?? 1);
}

/** Tokens that a merge compares: words, white space, and every other character alone. */
const TOKEN = /\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;
const MAX_TOKENS = 3000;

/** A three-way merge of words: what the user did not change is as in the original. */
function mergeWords(original: string, opened: string, saved: string): string | undefined {
  const [before, base, after] = [tokensOf(original), tokensOf(opened), tokensOf(saved)];
  if (Math.max(before.length, base.length, after.length) > MAX_TOKENS) return undefined;
  const mine = changes(base, after);
  const theirs = changes(base, before).filter((change) => !mine.some((other) => overlap(change, other)));
  const all = [...mine, ...theirs].sort((a, b) => a.from - b.from || a.to - b.to);
  let text = "";
  let at = 0;
  for (const { from, to, by } of all) {
    text += base.slice(at, from).join("") + by;
    at = to;
  }
  return text + base.slice(at).join("");
}

/** Tokens `from` to `to` of the base were replaced `by` a text. */
interface Change {
  from: number;
  to: number;
  by: string;
}

function changes(base: string[], other: string[]): Change[] {
  const pairs = align(base, other, (a, b) => (a === b ? 1 : 0));
  const found: Change[] = [];
  let [i, j] = [0, 0];
  for (const [left, right] of [...pairs, [base.length, other.length] as const]) {
    if (left > i || right > j) found.push({ from: i, to: left, by: other.slice(j, right).join("") });
    [i, j] = [left + 1, right + 1];
  }
  return found;
}

/** Whether two changes touch the same tokens, or both insert at one place. */
function overlap(a: Change, b: Change): boolean {
  return (a.from < b.to && b.from < a.to) || (a.from === b.from && (a.from === a.to || b.from === b.to));
}

function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

function size([from, to]: [number, number]): number {
  return to - from;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
