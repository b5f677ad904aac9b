import { describe, expect, test } from "vitest";
import { ecoindex, ecoindexGrade } from "./ecoindex.ts";

describe("ecoindex", () => {
  test.each([
    [100, 2, 14, 91.7],
    [250, 6, 120, 85.6],
    [693, 78, 2420, 43.7],
  ])("%i elements, %i requests, %i KB: %d", (elements, requests, kilobytes, score) => {
    expect(ecoindex({ elements, requests, bytes: kilobytes * 1024 })).toBe(score);
  });

  test("ends at 0, whatever the page", () => {
    expect(ecoindex({ elements: 1e7, requests: 1e5, bytes: 1e12 })).toBe(0);
    expect(ecoindex({ elements: 0, requests: 0, bytes: 0 })).toBe(100);
  });

  test("has a letter", () => {
    expect([91.7, 80, 71, 56, 41, 26, 11, 10].map(ecoindexGrade).join("")).toBe("ABBCDEFG");
  });
});
