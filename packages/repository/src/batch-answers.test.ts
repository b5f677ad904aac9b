import { expect, test } from "vitest";
import { BatchAnswers } from "./batch-answers.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const OUTPUT = Buffer.from(`${A} blob 5\nab\ncd\n${B} missing\n${B} blob 0\n\n${A} tree 1\nx\n`);
const ANSWERS = [
  [A, "blob", "ab\ncd"],
  [B, "missing", ""],
  [B, "blob", ""],
  [A, "tree", "x"],
];

test("puts answers together, however the pipe cuts them", () => {
  for (let length = 1; length <= OUTPUT.length; length++) {
    const answers = new BatchAnswers();
    const received: string[][] = [];
    for (let at = 0; at < OUTPUT.length; at += length)
      for (const { oid, type, bytes } of answers.receive(OUTPUT.subarray(at, at + length)))
        received.push([oid, type, bytes.toString()]);
    expect(received).toEqual(ANSWERS);
  }
});

test.each([
  "\n",
  "nonsense\n",
  `${A}\n`,
  `${A} blob\n`,
  `${A} blob -1\n`,
  `${A} missing 3\n`,
  `${A} ambiguous 3 4\n`,
  `fatal: ${"x".repeat(300)}`,
])("throws at %j, which git does not write", (output) =>
  expect(() => [...new BatchAnswers().receive(Buffer.from(output))]).toThrow("unexpected answer"),
);
