import { expect, test } from "vitest";
import { runsAway } from "./runaway-html.ts";

const open = (n: number) => Array.from({ length: n }, (_, index) => `<b a=${index}>`).join("");
const paragraphs = (n: number) => "<p>x</p>".repeat(n);

test.each([
  ["one element left open", [`<b>${paragraphs(10_000)}`]],
  ["elements that are closed", ["<p><b>x</b> <a href='>'>y</a></p>".repeat(20_000)]],
  ["elements that hold others", [`<b>${"<i>x</i><br><img src=x>".repeat(20_000)}</b>`]],
  ["cells that are not closed", ["<table>", "<tr><td><b>x</b>".repeat(400), "</table>"]],
  ["what is no HTML", ["<".repeat(100_000), "a < b".repeat(100_000)]],
])("may be parsed: %s", (_, pieces) => {
  expect(runsAway(pieces)).toBe(false);
});

test.each([
  ["elements left open before paragraphs", [`<p>${open(1000)}</p>`, paragraphs(1000)]],
  ["in capitals", [`<p>${open(1000).toUpperCase()}</p>`, paragraphs(1000)]],
  ["closed in a comment only", [`<p>${open(1000)}<!--${"</b>".repeat(1000)}-->`, paragraphs(1000)]],
  ["closed in an attribute only", [`<p>${open(1000)}<i title="${"</b>".repeat(1000)}">`, paragraphs(1000)]],
  ["closed in a style only", [`<p>${"<b a=1><style></b></style>".repeat(1000)}`, paragraphs(1000)]],
  ["closed in a cell only", [`<p>${"<b a=1><table><td></b></td></table>".repeat(1000)}`, paragraphs(1000)]],
  ["closed in a tag that never ends", [`<p>${open(1000)}`, `<i title="${"</b>".repeat(1000)}`, paragraphs(1000)]],
])("runs away: %s", (_, pieces) => {
  expect(runsAway(pieces)).toBe(true);
});

test.each(["<a ", "<!", "<!--", "</", "<a title='", '<a title="', "<a<", "<a'", "--!>", "<a b"])(
  "100,000 times %j, then what does not fit",
  (sign) => {
    expect(runsAway([`${sign.repeat(100_000)} "`, `${sign.repeat(99_999)} '`])).toBe(false);
  },
);
