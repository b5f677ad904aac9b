/** One table of what was measured, for a terminal. */
import { type Summary, summarise, summariseRatio } from "./statistics.ts";

/** Ours beside what people would pick instead, with what issue C asks for. */
export interface Row {
  name: string;
  unit: "s CPU" | "s" | "ms" | "MiB" | "ms CPU/page";
  ours: number[];
  theirs: number[];
  /** Who they are. */
  against: string;
  /** Load averages of the machine while it was measured. */
  load?: number[];
  target?: number;
  aim?: number;
}

export interface Verdict {
  ours: Summary;
  theirs: Summary;
  ratio: Summary;
  word: "aim met" | "target met" | "missed" | "";
}

export function judge({ ours, theirs, target, aim }: Row): Verdict {
  const ratio = summariseRatio(ours, theirs);
  const word =
    target === undefined || aim === undefined
      ? ""
      : ratio.median <= aim
        ? "aim met"
        : ratio.median <= target
          ? "target met"
          : "missed";
  return { ours: summarise(ours), theirs: summarise(theirs), ratio, word };
}

const TITLES = ["case", "ours", "against", "theirs", "ratio", "spread", "target", "aim", "", "load"];
/** Columns of words; those of figures are set to the right. */
const WORDS = new Set([0, 2, 8]);

export function formatTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { ours, theirs, ratio, word } = judge(row);
    return [
      row.name,
      `${format(ours.median)} ${row.unit}`,
      row.against,
      `${format(theirs.median)} ${row.unit}`,
      format(ratio.median),
      `${format(ratio.least)}–${format(ratio.most)}`,
      row.target === undefined ? "" : String(row.target),
      row.aim === undefined ? "" : String(row.aim),
      word,
      row.load && row.load.length > 0 ? summarise(row.load).median.toFixed(1) : "",
    ];
  });
  const all = [TITLES, ...lines];
  const widths = TITLES.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const draw = (line: readonly string[]) =>
    line
      .map((cell, column) => (WORDS.has(column) ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join("  ")
      .trimEnd();
  const width = (column: number) => widths[column] ?? 0;
  return [draw(TITLES), widths.map((length) => "─".repeat(length)).join("──"), ...lines.map(draw)].join("\n");
}

/** Three figures that count. */
export function format(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(decimals);
}
