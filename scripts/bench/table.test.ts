import { expect, test } from "vitest";
import { format, judge, type Row } from "./table.ts";

const row = (ours: number): Row => ({
  name: "x",
  unit: "s",
  ours: [ours],
  theirs: [1],
  against: "y",
  target: 1,
  aim: 0.65,
});

test("a ratio meets its aim, its target, or neither", () => {
  expect([0.6, 0.8, 1.2].map((ours) => judge(row(ours)).word)).toEqual(["aim met", "target met", "missed"]);
});

test.each([
  [0, "0"],
  [0.00612, "0.0061"],
  [0.523, "0.523"],
  [13.24, "13.2"],
  [1355, "1355"],
])("%d is written %s", (value, written) => expect(format(value)).toBe(written));
