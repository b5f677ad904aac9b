import { expect, test } from "vitest";
import { readCgiHead } from "./cgi-answer.ts";

const ANSWER = "Status: 404 Not Found\r\nContent-Type: text/plain\r\nX: a: b\r\n\r\nbody\r\n\r\nmore";

async function* inPieces(text: string, length: number) {
  for (let at = 0; at < text.length; at += length) yield Buffer.from(text.slice(at, at + length));
}

test("reads the head, however the pipe cuts it", async () => {
  for (let length = 1; length <= ANSWER.length; length++) {
    const chunks = inPieces(ANSWER, length);
    const { status, headers, rest } = await readCgiHead(chunks);
    expect([status, headers]).toEqual([
      404,
      [
        ["Content-Type", "text/plain"],
        ["X", "a: b"],
      ],
    ]);
    const body = [rest];
    for await (const chunk of chunks) body.push(chunk);
    expect(String(Buffer.concat(body))).toBe("body\r\n\r\nmore");
  }
});

test("a head without a status is a success", async () => {
  expect(await readCgiHead(inPieces("A: b\n\n", 9))).toMatchObject({ status: 200, headers: [["A", "b"]] });
});

test.each(["", "fatal: no", "x".repeat(100_000)])("throws at an answer without a head", (text) =>
  expect(readCgiHead(inPieces(text, 1000))).rejects.toThrow("no head of an answer"),
);
