import { expect, test } from "vitest";
import { quantile, summarise, summariseRatio } from "./statistics.ts";

test("a median and its spread", () => {
  expect(summarise([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(summarise([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
  expect(() => summarise([])).toThrow("nothing to summarise");
});

test("runs side by side are compared one by one", () => {
  expect(summariseRatio([1, 4, 9], [2, 4, 3])).toEqual({ median: 1, least: 0.5, most: 3 });
});

test("runs that do not pair are compared by their medians", () => {
  expect(summariseRatio([2, 4], [1, 2, 3])).toEqual({ median: 1.5, least: 2 / 3, most: 4 });
});

test("a quantile is one of the values", () => {
  const values = Array.from({ length: 30 }, (_, index) => 30 - index);
  expect([quantile(values, 0.5), quantile(values, 0.95), quantile(values, 1)]).toEqual([15, 29, 30]);
  expect(() => quantile([], 0.95)).toThrow("no such share");
});
