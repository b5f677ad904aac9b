import { describe, expect, test } from "vitest";
import { sniffFormat } from "./sniff-format.ts";
import { testImage } from "./testing/test-image.ts";

const NO_IMAGE = { refused: "n’est pas une image" };

describe("sniffFormat", () => {
  test.each(["jpeg", "png", "webp", "avif", "gif", "tiff"] as const)("knows %s", async (format) => {
    expect(sniffFormat(await testImage(8, 8).toFormat(format).toBuffer())).toBe(format);
  });

  test.each([
    ["plain", "<svg/>"],
    ["after a byte order mark", "\ufeff<svg/>"],
    ["after blanks and a declaration", '\n <?xml version="1.0"?>\n<svg/>'],
    ["after a comment that shows another element", "<!-- <html> --><svg/>"],
    [
      "as Illustrator writes it",
      '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd" [\n<!ENTITY ns "http://x/">\n]>\n<svg/>',
    ],
    ["with a prefix", '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>'],
  ])("knows SVG %s", (_, text) => {
    expect(sniffFormat(Buffer.from(text))).toBe("svg");
  });

  test.each([
    ["HTML", "<!DOCTYPE html><html><svg/></html>"],
    ["HTML with an SVG in a comment", "<!-- <svg> --><html>"],
    ["an element that only starts like it", "<svgx/>"],
    ["an endless comment", "<!-- <svg/>"],
    ["text", "bonjour <svg/>"],
    ["PDF", "%PDF-1.7\n<svg/>"],
    ["a ZIP archive", "PK\x03\x04"],
    ["a compressed SVG", "\x1f\x8b\x08"],
    ["a shell script", "#!/bin/sh"],
    ["blanks", "   \n"],
    ["a film", "\0\0\0\x20ftypisom\0\0\0\0mp42"],
    ["a magic number cut short", "\x89PNG"],
  ])("refuses %s", (_, text) => {
    expect(sniffFormat(Buffer.from(text, "latin1"))).toEqual(NO_IMAGE);
  });

  test("says what to do with the photographs of an iPhone", () => {
    const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
    expect(sniffFormat(heic)).toEqual({ refused: "est au format HEIC, à convertir en JPEG" });
  });

  test("refuses an empty file and an SVG of more than 2 MB", () => {
    expect(sniffFormat(new Uint8Array())).toEqual({ refused: "est un fichier vide" });
    expect(sniffFormat(Buffer.from(`<svg>${" ".repeat(2_000_000)}</svg>`))).toEqual({
      refused: "est un dessin SVG de plus de 2 Mo",
    });
  });
});
