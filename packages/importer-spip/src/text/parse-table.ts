/** Tables: lines of cells between bars. */
import { type Atom, atomIndex, MARK } from "./lex.ts";
import type { Block, Cell, Table } from "./tree.ts";

/**
 * Cuts a skeleton into tables and what lies between them. A table begins with a bar at the start of a line, and ends
 * where a bar that ends a line is followed by something else than a bar.
 */
export function splitTables(skeleton: string): { text: string; isTable: boolean }[] {
  const parts: { text: string; isTable: boolean }[] = [];
  const start = /(?:^|\n)(?=\|)/g;
  const end = /\|(?=\n(?!\|)|$)/g;
  let at = 0;
  for (let found = start.exec(skeleton); found; found = start.exec(skeleton)) {
    const from = found.index + found[0].length;
    end.lastIndex = from + 1;
    const last = end.exec(skeleton);
    // Without an end here there is none further on either.
    if (!last) break;
    if (found.index > at) parts.push({ text: skeleton.slice(at, found.index), isTable: false });
    parts.push({ text: skeleton.slice(from, last.index + 1), isTable: true });
    at = Math.min(skeleton.length, last.index + 1);
    start.lastIndex = at;
  }
  if (at < skeleton.length) parts.push({ text: skeleton.slice(at), isTable: false });
  return parts;
}

interface RawCell {
  text: string;
  columns: number;
  rows: number;
}

/** @param text from the first bar to the last */
export function parseTable(text: string, atoms: readonly Atom[], parseCell: (text: string) => Block[]): Table {
  // A row ends where a bar ends a line: its cells may hold line breaks.
  const lines = text.split(/\|\n(?=\|)|\|$/).filter((line) => line !== "");
  const { caption, summary, isCaption } = readCaption(lines[0] ?? "");
  const rows = (isCaption ? lines.slice(1) : lines).map(cellsOf);
  const isTitle = (cell: string) => cell.trim() === "" || cell.trim() === "<" || isBold(cell.trim(), atoms);
  const first = rows[0] ?? [];
  const hasHead = first.length > 0 && first.every(isTitle) && first.some((cell) => isBold(cell.trim(), atoms));
  const body = hasHead ? rows.slice(1) : rows;
  const titledRows = body.length > 0 && body.every(([cell = ""]) => isBold(cell.trim(), atoms) || cell.trim() === "");
  const hasRowTitles = titledRows && body.some(([cell = ""]) => isBold(cell.trim(), atoms));
  const toCell = ({ text: cell, columns, rows: span }: RawCell, header: boolean): Cell => ({
    header,
    columns,
    rows: span,
    blocks: parseCell(header ? withoutBold(cell, atoms) : cell.trim()),
  });
  return {
    caption: caption === "" ? [] : parseCell(caption),
    summary: summary === "" ? [] : parseCell(summary),
    head: hasHead ? (spans([first])[0] ?? []).map(({ cell }) => toCell(cell, true)) : [],
    rows: spans(body).map((row) => row.map(({ cell, column }) => toCell(cell, hasRowTitles && column === 0))),
  };
}

function cellsOf(line: string): string[] {
  return line.split("|").slice(1);
}

/** `||Caption|Summary||`, of which the last two bars are gone or going. */
function readCaption(line: string): { caption: string; summary: string; isCaption: boolean } {
  const [whole, caption = "", , summary = ""] = /^\|\|([^|]*)(\|(.*?))?\|*$/s.exec(line) ?? [];
  return { caption: caption.trim(), summary: summary.trim(), isCaption: whole !== undefined };
}

/** Whether a cell is bold from end to end, with no other braces inside. */
function isBold(cell: string, atoms: readonly Atom[]): boolean {
  const marks = [...cell.matchAll(MARK)].map((mark) => ({
    atom: atoms[atomIndex(mark[1] ?? "")],
    at: mark.index,
    mark,
  }));
  const first = marks[0];
  const last = marks.at(-1);
  if (first?.at !== 0 || first.atom?.kind !== "open" || first.atom.mark !== "strong") return false;
  if (last?.atom?.kind !== "close" || last.at + last.mark[0].length !== cell.length) return false;
  return !marks.slice(1, -1).some(({ atom }) => atom?.kind === "open" || atom?.kind === "close");
}

function withoutBold(cell: string, atoms: readonly Atom[]): string {
  return cell.trim().replace(MARK, (mark, digits: string) => {
    const kind = atoms[atomIndex(digits)]?.kind;
    return kind === "open" || kind === "close" ? "" : mark;
  });
}

/** `<` widens the cell on its left, `^` lengthens the one above: read from the last cell to the first, as SPIP does. */
function spans(rows: readonly string[][]): { cell: RawCell; column: number }[][] {
  const lengths = rows.map((row) => row.map(() => 1));
  const result: { cell: RawCell; column: number }[][] = rows.map(() => []);
  for (let row = rows.length - 1; row >= 0; row--) {
    const cells = rows[row] ?? [];
    let columns = 1;
    for (let column = cells.length - 1; column >= 0; column--) {
      const text = cells[column] ?? "";
      const above = lengths[row - 1];
      if (text.trim() === "<" && column > 0) columns++;
      else if (text.trim() === "^" && above?.[column] !== undefined) {
        above[column] = (above[column] ?? 1) + (lengths[row]?.[column] ?? 1);
        columns = 1;
      } else {
        result[row]?.unshift({ cell: { text, columns, rows: lengths[row]?.[column] ?? 1 }, column });
        columns = 1;
      }
    }
  }
  return result;
}
