/** The cases of the CommonMark specification, through our parser, our conversion to HTML and the whole pipeline. */
import { tests } from "commonmark-spec";
import { toHtml } from "hast-util-to-html";
import { toHast } from "mdast-util-to-hast";
import { expect, test } from "vitest";
import { parseMarkdown } from "./parse-markdown.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { sanitise } from "./sanitise.ts";

/** The cases that differ, since GFM's autolinks are on: what we write, in place of the specification's HTML. */
const AUTOLINKED: Record<number, string> = {
  // A space ends the address, which is then a bare one.
  602: '<p>&lt;<a href="https://foo.bar/baz">https://foo.bar/baz</a> bim&gt;</p>',
  // No autolink between angle brackets, but a bare e-mail address.
  606: '<p>&lt;<a href="mailto:foo+@bar.example.com">foo+@bar.example.com</a>&gt;</p>',
  // Spaces inside angle brackets: again a bare address.
  608: '<p>&lt; <a href="https://foo.bar">https://foo.bar</a> &gt;</p>',
  // The two cases that show what plain CommonMark does not link.
  611: '<p><a href="https://example.com">https://example.com</a></p>',
  612: '<p><a href="mailto:foo@bar.example.com">foo@bar.example.com</a></p>',
};

const cases = tests.map(({ number, markdown, html }) => ({
  number,
  markdown: markdown.replaceAll("→", "\t"),
  html: html.replaceAll("→", "\t"),
}));

test("the specification is there", () => {
  expect(cases.length).toBe(652);
});

test.each(cases)("case $number: our HTML is the specification's", ({ number, markdown, html }) => {
  const parsed = parseMarkdown(markdown);
  if ("tooDeepAt" in parsed) throw new Error("too deep");
  const ours = toHtml(toHast(parsed.tree, { allowDangerousHtml: true }), {
    allowDangerousHtml: true,
    closeSelfClosing: true,
  });
  expect(normalise(ours)).toBe(normalise(AUTOLINKED[number] ?? html));
});

test.each(cases)(
  "case $number: what we publish is balanced and stands as it is before the sanitiser",
  ({ markdown }) => {
    const { html } = renderMarkdown(markdown, {
      file: "pages/essai.md",
      path: "/essai/",
      lang: "en",
      origins: new Set(["essai.example"]),
      pathOf: () => undefined,
    });
    expect(sanitise(html)).toBe(html);
  },
);

/**
 * What no reader of HTML tells apart: references to characters that need none, written in one way, and spaces around
 * the ends of lines, of which there is a varying number between blocks.
 */
function normalise(html: string): string {
  return html
    .replaceAll(/&quot;|&#x22;/g, '"')
    .replaceAll(/&gt;|>/g, ">")
    .replaceAll(/&lt;|&#x3C;/g, "&lt;")
    .replaceAll("&#x26;", "&amp;")
    .replaceAll(/ *\n\s*/g, "\n")
    .trim();
}
