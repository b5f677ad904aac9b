import { expect, test } from "vitest";
import { mergeBoth, mergeText } from "./merge-text.ts";

const BASE = "---\ntitle: Un\ndate: 2026-01-01\n---\n\nPremier.\n\nDeuxième.\n\nTroisième.\n";

test.each([
  [
    "different paragraphs",
    BASE.replace("Premier", "1er"),
    BASE.replace("Troisième", "3e"),
    BASE.replace("Premier", "1er").replace("Troisième", "3e"),
  ],
  [
    "the title and the text",
    BASE.replace("Un", "Une"),
    BASE.replace("Deuxième", "2e"),
    BASE.replace("Un", "Une").replace("Deuxième", "2e"),
  ],
  ["the same thing", BASE.replace("Un", "Une"), BASE.replace("Un", "Une"), BASE.replace("Un", "Une")],
  ["nothing on one side", BASE, BASE.replace("Un", "Une"), BASE.replace("Un", "Une")],
  ["line ends", BASE.replaceAll("\n", "\r\n"), BASE, BASE.replaceAll("\n", "\r\n")],
  ["the last line's end", BASE.trimEnd(), BASE.replace("Un", "Une"), BASE.replace("Un", "Une").trimEnd()],
])("puts changes of %s together", (_what, ours, theirs, merged) => expect(mergeText(BASE, ours, theirs)).toBe(merged));

test.each([
  ["one line", BASE.replace("Un", "Une"), BASE.replace("Un", "Deux")],
  ["a line that the other removed", BASE.replace("Deuxième.\n\n", ""), BASE.replace("Deuxième", "2e")],
  [
    "one field, added in two places",
    BASE.replace("title", "tags: [a]\ntitle"),
    BASE.replace("2026-01-01", "2026-01-01\ntags: [b]"),
  ],
])("finds the conflict of %s", (_what, ours, theirs) => expect(mergeText(BASE, ours, theirs)).toBeUndefined());

const page = (title: string, body: string) => `---\ntitle: ${title}\n---\n${body}`;

test.each([
  ["one paragraph changed by both", ["a\n", "b\n", "c\n"], "b\n\nc\n"],
  ["one that only theirs changed", ["a\n\nx\n", "b\n\nx\n", "a\n\ny\n"], "b\n\ny\n"],
  ["one that ours removed", ["a\n\nx\n", "x\n", "b\n\nx\n"], "b\n\nx\n"],
  ["two lines of one paragraph", ["a\nx\n", "b\nx\n", "c\nx\n"], "b\n\nc\n\nx\n"],
  ["no end of line", ["a", "b", "c"], "b\n\nc\n"],
  ["the title changed by both", [page("a", "x\n"), page("b", "x\n"), page("c", "x\n")], page("c", "x\n")],
  ["the title and the text", [page("a", "x\n"), page("b", "y\n"), page("c", "x\n")], page("c", "y\n")],
])("both: %s", (_, [base = "", ours = "", theirs = ""], both) => {
  expect(mergeBoth(base, ours, theirs)).toBe(both);
});
