import type { BigIntStats } from "node:fs";

/** File systems date changes by the tick of a clock: up to 2 s on FAT, and over a network by another machine's. */
const CLOCK_TICK = 2000n;

/**
 * What the file system says of a file, which no change of its content leaves the same; `undefined` for a file that
 * changed in the last 2 seconds, since the next change may be given the same date (git calls such a file racy).
 * @param now milliseconds since 1970, taken before `stats`
 */
export function stampOf(stats: BigIntStats, now: number): string | undefined {
  // Programs may set `mtime` back; of `ctime` the system is the only master.
  if (stats.ctimeMs >= BigInt(now) - CLOCK_TICK) return undefined;
  return `${stats.mtimeNs}-${stats.ctimeNs}-${stats.size}-${stats.ino}`;
}
