import { join } from "node:path";
import { builtFolder } from "@pivert/operations";
import { expect, test } from "playwright/test";
import { findAxeFaults, findHtmlFaults } from "./find-faults.ts";
import { addressOf, pagesOf, SITES } from "./visit-site.ts";

const SCREENS = [
  { width: 320, scheme: "dark" },
  { width: 1280, scheme: "light" },
] as const;

/** One page of each kind of file, as a sample: the last of each folder of the output. */
function sample<Page extends { path: string }>(pages: Page[]): Page[] {
  const kinds = new Map(pages.map((page) => [page.path.replace(/[^/]+\/$/, "").replace(/\d+/g, "N"), page]));
  return [...kinds.values()];
}

for (const site of SITES) {
  for (const [screen, { width, scheme }] of SCREENS.entries()) {
    test(`axe finds nothing on a page of each kind of ${site}, ${width} px, ${scheme}`, async ({ browser }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: scheme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const pages = sample(await pagesOf(site));
      // In turn on one screen and the other; all on both in the long run.
      const shown = process.env.PIVERT_LONG ? pages : pages.filter((_, index) => index % SCREENS.length === screen);
      expect(shown.length).toBeGreaterThan(0);
      for (const { path } of shown) {
        await page.goto(addressOf(site, path), { waitUntil: "load" });
        expect(await findAxeFaults(page), path).toEqual([]);
      }
      await context.close();
    });
  }

  test(`html-validate finds nothing on any page of ${site}`, async () => {
    const found: string[] = [];
    for (const { file } of await pagesOf(site))
      found.push(...(await findHtmlFaults(join(builtFolder(site), "site", file))));
    expect(found).toEqual([]);
  });
}
