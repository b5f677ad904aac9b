/**
 * EcoIndex: what a page costs a planet, from 100 (nothing) to 0, from three figures that anyone can count. The formula
 * and its quantiles are those of its public reference (www.ecoindex.fr, « Comment ça marche »).
 */

export interface PageFigures {
  elements: number;
  requests: number;
  /** As transferred. */
  bytes: number;
}

/** Quantiles of the web's pages, in twentieths. */
const ELEMENTS = [
  0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601,
];
const REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920];
/** In kilobytes of 1,024 bytes. */
const SIZES = [
  0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37,
  2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
];

const GRADES = [
  ["A", 80],
  ["B", 70],
  ["C", 55],
  ["D", 40],
  ["E", 25],
  ["F", 10],
] as const;

/** The score of a page, to one decimal. */
export function ecoindex({ elements, requests, bytes }: PageFigures): number {
  const rank = 3 * quantile(ELEMENTS, elements) + 2 * quantile(REQUESTS, requests) + quantile(SIZES, bytes / 1024);
  return Math.round((100 - (5 * rank) / 6) * 10) / 10;
}

/** The letter of a score, from `A` to `G`. */
export function ecoindexGrade(score: number): string {
  return GRADES.find(([, least]) => score > least)?.[0] ?? "G";
}

/** How many twentieths of the web's pages have less, with the part of the way to the next. */
function quantile(quantiles: readonly number[], value: number): number {
  const above = quantiles.findIndex((bound, index) => index > 0 && value < bound);
  if (above === -1) return quantiles.length - 1;
  const [from = 0, to = 1] = [quantiles[above - 1], quantiles[above]];
  return above - 1 + (value - from) / (to - from);
}
