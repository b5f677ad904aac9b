/** Medians with their spread: on a machine that others use too, means follow the worst run. */

export interface Summary {
  median: number;
  least: number;
  most: number;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || least === undefined || most === undefined)
    throw new Error("There is nothing to summarise.");
  return { median: (low + high) / 2, least, most };
}

/** Ours against theirs: run by run when they alternated, else by their medians. */
export function summariseRatio(ours: readonly number[], theirs: readonly number[]): Summary {
  if (ours.length === theirs.length) return summarise(ours.map((value, run) => value / (theirs[run] ?? Number.NaN)));
  const [a, b] = [summarise(ours), summarise(theirs)];
  return { median: a.median / b.median, least: a.least / b.most, most: a.most / b.least };
}

/** The least of the values that this share of all does not exceed: `quantile(times, 0.95)` is the p95. */
export function quantile(values: readonly number[], share: number): number {
  const value = [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1];
  if (value === undefined) throw new Error("There is no such share of the values.");
  return value;
}
