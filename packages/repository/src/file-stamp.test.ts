import type { BigIntStats } from "node:fs";
import { expect, test } from "vitest";
import { stampOf } from "./file-stamp.ts";

const NOW = 1_790_000_000_000;

/** A file changed so many milliseconds before {@link NOW}. */
function changed(before: number, other: Partial<BigIntStats> = {}): BigIntStats {
  const ctimeMs = BigInt(NOW - before);
  const dates = { mtimeNs: 5n, ctimeMs, ctimeNs: ctimeMs * 1_000_000n };
  return { ...dates, size: 10n, ino: 7n, ...other } as BigIntStats;
}

test.each([
  [0, false],
  [1, false],
  [2000, false],
  [2001, true],
  [86_400_000, true],
  // A file server whose clock is ahead of ours.
  [-60_000, false],
])("a file changed %i ms ago has a stamp: %s", (before, stamped) =>
  expect(stampOf(changed(before), NOW) !== undefined).toBe(stamped),
);

test.each([
  ["its size", { size: 11n }],
  ["its date", { mtimeNs: 6n }],
  ["the date of its change, its own set back", { ctimeNs: 1n }],
  ["another file in its place", { ino: 8n }],
])("a stamp changes with %s", (_what, other) =>
  expect(stampOf(changed(9000, other), NOW)).not.toBe(stampOf(changed(9000), NOW)),
);

test("a stamp stays when nothing changes", () =>
  expect(stampOf(changed(9000), NOW + 5000)).toBe(stampOf(changed(9000), NOW)));
