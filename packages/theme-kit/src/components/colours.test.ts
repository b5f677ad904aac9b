import { describe, expect, it } from "vitest";
import { accentFor, colourStyle, contrast } from "./colours.ts";

const BACKGROUNDS = { light: "#f3ecdf", dark: "#2b2823" };
const COLOURS = ["#1f6f54", "#ffd400", "#ff0000", "#0000ff", "#00ffff", "#ffffff", "#000000", "#777777", "#e91e63"];

describe("contrast", () => {
  it("is what WCAG says", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#123456", "#123456")).toBe(1);
  });
});

describe("accentFor", () => {
  it.each(COLOURS)("makes %s readable by day and at night", (colour) => {
    for (const background of Object.values(BACKGROUNDS))
      expect(contrast(accentFor(colour, background), background)).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps a colour that can be read", () => {
    expect(accentFor("#1F6F54", BACKGROUNDS.light)).toBe("#1f6f54");
  });

  it("moves no further than it must", () => {
    expect(contrast(accentFor("#ffd400", BACKGROUNDS.light), BACKGROUNDS.light)).toBeLessThan(4.7);
  });
});

describe("colourStyle", () => {
  it("gives the custom properties of a theme", () => {
    expect(colourStyle("#1f6f54", BACKGROUNDS)).toMatch(
      /^--colour:#1f6f54;--on-colour:#fff;--accent-light:#1f6f54;--accent-dark:#[0-9a-f]{6}$/,
    );
  });

  it.each(COLOURS)("puts readable text on %s", (colour) => {
    const text = /--on-colour:(#\w+)/.exec(colourStyle(colour, BACKGROUNDS))?.[1] === "#fff" ? "#ffffff" : "#000000";
    expect(contrast(text, colour)).toBeGreaterThanOrEqual(4.5);
  });
});
