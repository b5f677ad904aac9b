import { beforeAll, describe, expect, it } from "vitest";
import { compareShortcuts, hasComparer } from "./testing/compare.ts";
import { type RenderedShortcuts, renderShortcuts } from "./testing/render-shortcuts.ts";

/** Where the parser does better than SPIP, or the two cannot be compared. */
const PARSED_OTHERWISE = {
  "|https://www.spip.net/fr|b|\n|c|d|": "SPIP’s link swallows the bar between two cells",
};

/** Where a page of ours says the same in another way. */
const SHOWN_OTHERWISE = {
  ...PARSED_OTHERWISE,
  "- un\n- deux": "the dash is text, not an element of a class of SPIP’s",
  "Liste :\n- un\n- deux\n\nfin": "the same",
  "- a\n-* b": "the same",
  "-> <- =>": "the same",
  "[->]": "a link without address and text shows nothing",
  "[lien->]": "a link without address is its text",
  "[lien->ftp://f.example/x]": "ftp is no address that a page may hold",
  '<a href="javascript:1">x</a>': "neither is a script",
  '<iframe src="https://tube.example/e/1"></iframe>': "a frame of another site is a card to click",
  "| |{{x}}|\n|{{y}}|1|": "an empty corner is no header, which screen readers would announce",
};

describe.runIf(hasComparer())("the 218 shortcuts beside what SPIP made of them", () => {
  let rendered: RenderedShortcuts;
  beforeAll(async () => {
    rendered = await renderShortcuts();
  });

  it("are parsed as SPIP parses them: at least 214, the others named", () => {
    const { right, different } = compareShortcuts(rendered.parsed);
    expect(different.sort()).toEqual(Object.keys(PARSED_OTHERWISE).sort());
    expect(right).toBeGreaterThanOrEqual(214);
  });

  it("are shown on a page of ours as SPIP shows them, the others named", () => {
    expect(compareShortcuts(rendered.pages).different.sort()).toEqual(Object.keys(SHOWN_OTHERWISE).sort());
  });
});
