/** The colours of every theme, read from its stylesheet, on each of its backgrounds. */
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { accentFor, contrast } from "./components/colours.ts";
import type { ThemeAbout } from "./theme-about.ts";

const THEMES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "themes");
const COLOURS = ["#1f6f54", "#ffd400", "#ff0000", "#0000ff", "#00ffff", "#ffffff", "#000000", "#777777", "#e91e63"];

/** The custom properties of a scheme that hold a colour. */
function tokensOf(css: string, scheme: "light" | "dark"): Record<string, string> {
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  const read = (text: string) =>
    [...text.matchAll(/--([a-z]+): (#[0-9a-f]{3,6});/g)].map(([, name = "", colour = ""]) => [
      name,
      colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour,
    ]);
  return Object.fromEntries([...read(light), ...(scheme === "dark" ? read(dark) : [])]);
}

const themes = globSync(join(THEMES, "*", "theme.json")).map((file) => dirname(file));

test("there are three themes", () => expect(themes.length).toBeGreaterThanOrEqual(3));

describe.each(themes)("%s", (folder) => {
  const about = JSON.parse(readFileSync(join(folder, "theme.json"), "utf8")) as ThemeAbout;
  const css = readFileSync(join(folder, "src", "styles", "tokens.css"), "utf8");

  test.each(["light", "dark"] as const)(`${basename(folder)}, %s: texts can be read on every background`, (scheme) => {
    const { paper = "", tint = "", card = "", ink = "", soft = "" } = tokensOf(css, scheme);
    expect(about.paper[scheme]).toBe(paper);
    const grounds = [paper, tint, card];
    for (const ground of grounds) {
      expect(contrast(ink, ground), `ink on ${ground}`).toBeGreaterThanOrEqual(7);
      expect(contrast(soft, ground), `soft on ${ground}`).toBeGreaterThanOrEqual(4.5);
      for (const colour of COLOURS)
        expect(
          contrast(accentFor(colour, about.hardest[scheme]), ground),
          `${colour} on ${ground}`,
        ).toBeGreaterThanOrEqual(4.5);
    }
  });
});
