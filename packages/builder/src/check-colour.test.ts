import { ContentError } from "@pivert/model";
import type { Theme } from "@pivert/theme-kit";
import { describe, expect, test } from "vitest";
import { checkColour } from "./check-colour.ts";
import type { LoadedSite } from "./load-site.ts";

const theme = { about: { paper: { light: "#fbf7f0", dark: "#1d1b18" } } } as Theme;
const check = (colour: string) => () =>
  checkColour({ site: { theme: { colour } }, lineOf: () => 5 } as unknown as LoadedSite, theme);

describe("checkColour", () => {
  test.each(["#b3401b", "#ffd400", "#000000", "#8fd3f4"])("%s is seen", (colour) => {
    expect(check(colour)).not.toThrow();
  });

  test.each(["#ffffff", "#fbf7f0", "#ffff99", "#f4f4f4"])("%s is refused, with one that is seen", (colour) => {
    let problems: ContentError["problems"] = [];
    try {
      check(colour)();
    } catch (error) {
      problems = error instanceof ContentError ? error.problems : [];
    }
    expect(problems).toMatchObject([
      {
        code: "unreadable-colour",
        severity: "error",
        file: "site.yaml",
        line: 5,
        field: "theme.colour",
        found: colour,
      },
    ]);
    const proposed = /"(#[0-9a-f]{6})"/.exec(problems[0]?.expected ?? "")?.[1] ?? "";
    expect(check(proposed)).not.toThrow();
  });
});
