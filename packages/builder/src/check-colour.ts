/** The site's colour on the theme's paper: texts are made readable whatever it is, but a colour must be seen. */
import { ContentError, problem } from "@pivert/model";
import { accentFor, contrast, type Theme } from "@pivert/theme-kit";
import type { LoadedSite } from "./load-site.ts";

/** Below this WCAG contrast two colours look the same to most eyes. */
const SEEN = 1.25;
/** What WCAG 2 asks of a shape that means something: what is proposed instead. */
const PLAIN = 3;

/** @throws ContentError when fields of the site's colour cannot be told from the page */
export function checkColour({ site, lineOf }: Pick<LoadedSite, "site" | "lineOf">, { about }: Theme): void {
  const { colour } = site.theme;
  if (!about || contrast(colour, about.paper.light) >= SEEN) return;
  const near = accentFor(colour, about.paper.light, PLAIN);
  const facts = { file: "site.yaml", line: lineOf(["theme", "colour"]), field: "theme.colour", found: colour };
  throw new ContentError([
    problem("unreadable-colour", { ...facts, expected: `écrivez une couleur plus foncée, comme "${near}"` }),
  ]);
}
