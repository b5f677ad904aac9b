/** What axe and html-validate find: the rules that every page of Pivert is held to, in one place. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA and best practices, on the page as it stands. */
export async function findAxeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: runner } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await runner.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

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

/** @returns a line for each fault of an HTML file */
export async function findHtmlFaults(file: string): Promise<string[]> {
  const report = await validator.validateFile(file);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${file}:${line} ${ruleId}: ${message}`),
  );
}
