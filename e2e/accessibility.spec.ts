import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { builtFolder } from "@pivert/operations";
import { HtmlValidate } from "html-validate";
import { expect, test } from "playwright/test";
import { addressOf, pagesOf, SITES } from "./visit-site.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENS = [
  { width: 320, scheme: "dark" },
  { width: 1280, scheme: "light" },
] as const;

/** One page of each kind of file, as a sample: the first of each folder of the output. */
function sample<Page extends { path: string }>(pages: Page[]): Page[] {
  const kinds = new Map(pages.map((page) => [page.path.replace(/[^/]+\/$/, "").replace(/\d+/g, "N"), page]));
  return [...kinds.values()];
}

for (const site of SITES) {
  for (const { width, scheme } of SCREENS) {
    test(`axe finds nothing on a page of each kind of ${site}, ${width} px, ${scheme}`, async ({ browser }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: scheme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      for (const { path } of sample(await pagesOf(site))) {
        await page.goto(addressOf(site, path), { waitUntil: "load" });
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { axe: runner } = window as unknown as {
            axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const { violations: found } = await runner.run({
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          });
          return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        });
        expect(violations, path).toEqual([]);
      }
      await context.close();
    });
  }

  test(`html-validate finds nothing on any page of ${site}`, async () => {
    const validator = new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: {
        // Style, not validity: Astro and sanitize-html each have a way of their own.
        "void-style": "off",
        "no-inline-style": "off",
        "long-title": "off",
        "attribute-boolean-style": "off",
        "attribute-empty-style": "off",
        "no-trailing-whitespace": "off",
        "doctype-style": "off",
        "no-raw-characters": "off",
        "tel-non-breaking": "off",
      },
    });
    const found: string[] = [];
    for (const { file } of await pagesOf(site)) {
      const report = await validator.validateFile(join(builtFolder(site), "site", file));
      for (const { messages } of report.results)
        found.push(...messages.map(({ ruleId, message, line }) => `${file}:${line} ${ruleId}: ${message}`));
    }
    expect(found).toEqual([]);
  });
}
