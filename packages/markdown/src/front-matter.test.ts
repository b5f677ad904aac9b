import { describe, expect, test } from "vitest";
import { splitFrontMatter } from "./front-matter.ts";

const split = (text: string) => {
  const { yaml, body, bodyLine } = splitFrontMatter(text, "posts/a.md");
  return { value: yaml.value, body, bodyLine, problems: yaml.problems.map(({ code, line }) => `${line} ${code}`) };
};

describe("splitFrontMatter", () => {
  test.each([
    ["---\ntitle: A\n---\nTexte\n", { title: "A" }, "Texte\n", 4],
    ["---\ntitle: A\n---\n\nTexte", { title: "A" }, "\nTexte", 4],
    ["---\r\ntitle: A\r\n---\r\nTexte\r\n", { title: "A" }, "Texte\r\n", 4],
    ["\ufeff---\ntitle: A\n---\nTexte", { title: "A" }, "Texte", 4],
    ["---  \ntitle: A\n---\t\nTexte", { title: "A" }, "Texte", 4],
    ["---\ntitle: A\n...\nTexte", { title: "A" }, "Texte", 4],
    ["---\ntitle: A\n---", { title: "A" }, "", 3],
    ["---\n---\nTexte", null, "Texte", 3],
    ["---\ntitle: A\n---\n\n---\n\nb", { title: "A" }, "\n---\n\nb", 4],
    ["---\ntext: |\n  ---\n  b\n---\nc", { text: "---\nb\n" }, "c", 6],
    ["---\ntext: a---b\n---\nc", { text: "a---b" }, "c", 4],
    ["---\n# rien\n---\nc", null, "c", 4],
  ])("%j", (text, value, body, bodyLine) => {
    const parts = split(text);
    expect(parts).toMatchObject({ body, bodyLine, problems: [] });
    expect(parts.value ?? null).toEqual(value);
  });

  test.each([
    "Texte",
    "",
    "\ufeffTexte",
    " ---\na: b\n---\n",
    "----\na: b\n----\n",
    "--- a\nb: c\n---\n",
    "---",
    "a\n---\nb: c\n---\n",
  ])("%j is all body", (text) => {
    expect(split(text)).toEqual({
      value: split("").value,
      body: text.replace("\ufeff", ""),
      bodyLine: 1,
      problems: [],
    });
  });

  test.each([
    ["---\ntitle: A\n", ["1 yaml-syntax"]],
    ["---\ntitle: A\n ---\nb", ["1 yaml-syntax"]],
    ["---\ntitle: A\n----\nb", ["1 yaml-syntax"]],
    ["---\ntitle: A\ntitle: B\n---\n", ["3 yaml-syntax"]],
    ["---\na: 1\nb: [\n---\n", ["4 yaml-syntax"]],
    [`---\na: ${"x".repeat(70_000)}\n---\n`, ["2 file-too-large"]],
  ])("%#: a problem with its line", (text, problems) => {
    expect(split(text)).toMatchObject({ value: undefined, problems });
  });

  test("fields know their line in the file", () => {
    expect(splitFrontMatter("---\ntitle: A\ntags:\n  - b\n---\n", "a.md").yaml.lineOf(["tags", 0])).toBe(4);
  });

  test("100,000 lines that never end", () => {
    expect(split(`---\n${"-- \n".repeat(100_000)}`).problems).toEqual(["1 yaml-syntax"]);
  });
});
