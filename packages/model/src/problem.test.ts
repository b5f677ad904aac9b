import { expect, test } from "vitest";
import { ContentError, formatProblem, PROBLEMS, type ProblemCode, problem } from "./problem.ts";

const FACTS = { file: "pages/a.md", line: 3, field: "title", found: "x", expected: "un titre" };

test.each(Object.keys(PROBLEMS) as ProblemCode[])("%s has a sentence for developers and one for editors", (code) => {
  const { message, editor, severity } = problem(code, FACTS);
  expect(message).not.toMatch(/undefined|\.$/);
  expect(editor).toMatch(/^(\p{Lu}|title).*\.$/u);
  expect(editor).not.toContain("undefined");
  expect(["error", "warning"]).toContain(severity);
});

test("carries its facts", () =>
  expect(problem("wrong-type", FACTS)).toEqual({
    ...FACTS,
    code: "wrong-type",
    severity: "error",
    message: "field title holds x; write un titre",
    editor: "Le champ « title » contient « x » : il faut un titre.",
  }));

test.each([
  ["an escape sequence", "a\x1b[2J\x1b]0;b\x07c", "a [2J ]0;b c"],
  ["an escape of one byte", "a\x9b31mb", "a 31mb"],
  ["line breaks", "a\r\nb\u2028c\u2029d\x85e", "a b c d e"],
  ["NUL and DEL", "a\0b\x7fc", "a b c"],
  ["text turned around", "a\u202ecod.exe\u202c", "a cod.exe"],
  ["isolates and marks", "\u2066a\u2069 \u200eb\u200f\u061c", "a   b"],
  ["half a character", "a\ud83d", "a\ufffd"],
])("%s never gets through", (_what, hostile, shown) => {
  const built = problem("duplicate-name", {
    file: hostile,
    line: 1,
    field: hostile,
    found: hostile,
    expected: hostile,
  });
  expect(built).toMatchObject({ file: shown, field: shown, found: shown, expected: shown });
  const all = `${JSON.stringify(Object.values(built))}${formatProblem(built)}${built.message}${built.editor}`;
  expect(all).not.toMatch(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\\u/);
});

test("what was found is shortened to 120 characters, never through one", () => {
  const { found = "" } = problem("wrong-type", { ...FACTS, found: `${"a".repeat(118)}😀${"b".repeat(500)}` });
  expect(found).toHaveLength(120);
  expect(found.isWellFormed()).toBe(true);
  expect(problem("wrong-type", { ...FACTS, found: "é".repeat(120) }).found).toBe("é".repeat(120));
});

test("is shown with its place", () => {
  expect(formatProblem(problem("not-utf8", { file: "a.md" }))).toBe("error a.md the file is not UTF-8 text [not-utf8]");
  expect(formatProblem(problem("dead-link", { file: "a.md", line: 7, found: "/b/" }))).toBe(
    "warning a.md:7 nothing answers at /b/ [dead-link]",
  );
});

test("a content error tells each of its problems", () => {
  const problems = [problem("not-utf8", { file: "a.md" }), problem("missing-field", FACTS)];
  expect(new ContentError(problems)).toMatchObject({ name: "ContentError", problems });
  expect(new ContentError(problems).message.split("\n")).toEqual(problems.map(formatProblem));
});
