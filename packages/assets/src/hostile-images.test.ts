import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { encodeVariant } from "./encode-variant.ts";
import { openImageCache } from "./image-cache.ts";
import { isRefusal } from "./image-info.ts";
import { planImage } from "./plan-image.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { quartersOf, testAnimation, testImage } from "./testing/test-image.ts";

const folderOfAll = mkdtempSync(join(tmpdir(), "pivert-assets-"));
const cache = openImageCache(folderOfAll, { limits: { cpuSeconds: 0.6, megabytes: 700 } });
afterAll(() => rmSync(folderOfAll, { recursive: true }));

/** What becomes of a file that a stranger sends: the reason of its refusal, or the formats it is served in. */
async function outcome(bytes: Uint8Array): Promise<string> {
  const oid = createHash("sha1").update(bytes).digest("hex");
  const load = async () => bytes;
  const probe = await cache.probe(oid, load);
  if (isRefusal(probe)) return probe.refused;
  const made: string[] = [];
  for (const variant of planImage(probe, oid, "photo.jpg").variants) {
    try {
      const { format } = await sharp(await cache.variant(variant, load)).metadata();
      made.push(format);
    } catch (error) {
      if (error instanceof Error && "reason" in error) return String(error.reason);
      throw error;
    }
  }
  return [...new Set(made)].join(" ");
}

const TOO_LARGE = "dépasse 50 millions de pixels";
const NO_IMAGE = "n’est pas une image";
const UNREADABLE = "n’est pas une image lisible";
const DAMAGED = "est une image abîmée ou incomplète";
const TOO_MUCH = "demande trop de calcul ou de mémoire";
const SERVED = "heif webp";

const svg = (content: string, attributes = 'width="100" height="100"') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
  );
const noise = () =>
  sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: "grey",
      noise: { type: "gaussian", mean: 128, sigma: 50 },
    },
  });

/** A PNG made of chunks `[name, content]`; checksums are left at zero but where the decoder insists. */
function png(...chunks: [string, Uint8Array][]): Buffer {
  const parts = chunks.flatMap(([name, content]) => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    checksum.writeUInt32BE(crc32(body));
    return [length, body, checksum];
  });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return header;
}

/** Writes `content` over a copy of `bytes`, at a distance after the first place where `mark` stands. */
function patched(bytes: Buffer, mark: Buffer, distance: number, content: number[]): Buffer {
  const at = bytes.indexOf(mark);
  if (at === -1) throw new Error("the mark is not in the image");
  const copy = Buffer.from(bytes);
  copy.set(content, at + distance);
  return copy;
}

describe("bombs", () => {
  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    [
      "a PNG of 400 million pixels",
      () => png(["IHDR", pngHeader(20_000, 20_000)], ["IDAT", deflateSync(Buffer.alloc(9))]),
      TOO_LARGE,
    ],
    [
      "a PNG that says 2 thousand million pixels a side",
      () => png(["IHDR", pngHeader(2 ** 31 - 1, 2 ** 31 - 1)], ["IDAT", Buffer.alloc(9)]),
      UNREADABLE,
    ],
    [
      "a JPEG that says 65,000 by 65,000",
      async () => patched(await testImage(8, 8).jpeg().toBuffer(), Buffer.from([0xff, 0xc0]), 5, [253, 232, 253, 232]),
      TOO_LARGE,
    ],
    [
      "a GIF with a frame of 65,535 by 65,535",
      async () =>
        patched(await testImage(8, 8).gif().toBuffer(), Buffer.from([0x2c, 0, 0, 0, 0]), 5, [255, 255, 255, 255]),
      TOO_LARGE,
    ],
    [
      "an animation of 13 frames of 2048 by 2048",
      async () => patched(await testAnimation(8, 8, 13).gif().toBuffer(), Buffer.from("GIF89a"), 6, [0, 8, 0, 8]),
      `est une animation qui ${TOO_LARGE}`,
    ],
    [
      "a WebP that says 16,383 by 16,383",
      async () =>
        patched(
          await testImage(8, 8).webp({ lossless: false }).toBuffer(),
          Buffer.from([0x9d, 0x01, 0x2a]),
          3,
          [255, 63, 255, 63],
        ),
      TOO_LARGE,
    ],
    [
      "an AVIF that says 60,000 by 60,000",
      async () =>
        patched(await testImage(64, 64).avif().toBuffer(), Buffer.from("ispe"), 8, [0, 0, 234, 96, 0, 0, 234, 96]),
      TOO_LARGE,
    ],
    [
      "a TIFF that says 60,000 columns",
      async () => {
        const tiff = await testImage(8, 8000).tiff({ compression: "none" }).toBuffer();
        return patched(tiff, Buffer.from([0, 1]), 8, [96, 234]);
      },
      TOO_LARGE,
    ],
    [
      "a PNG whose comment unpacks to 60 MB",
      async () => {
        const [small, text] = [await testImage(8, 8).png().toBuffer(), deflateSync(Buffer.alloc(60_000_000))];
        const bomb = png(["zTXt", Buffer.concat([Buffer.from("Comment\0\0"), text])]).subarray(8);
        return Buffer.concat([small.subarray(0, 33), bomb, small.subarray(33)]);
      },
      SERVED,
    ],
    [
      "a PNG whose colour profile unpacks to 60 MB",
      async () => {
        const [small, profile] = [await testImage(8, 8).png().toBuffer(), deflateSync(Buffer.alloc(60_000_000))];
        const bomb = png(["iCCP", Buffer.concat([Buffer.from("icc\0\0"), profile])]).subarray(8);
        return Buffer.concat([small.subarray(0, 33), bomb, small.subarray(33)]);
      },
      SERVED,
    ],
    ["an SVG of 100,000 by 100,000", () => svg("", 'width="100000" height="100000"'), TOO_LARGE],
    ["an SVG of 3 MB", () => svg(" ".repeat(3_000_000)), "est un dessin SVG de plus de 2 Mo"],
    ["a compressed SVG", () => gzipSync(svg("")), NO_IMAGE],
    [
      "an SVG of a thousand million laughs",
      () => {
        const entities = [..."bcdefghij"].map((name, i) => {
          const laugh = `&${"abcdefghij"[i]};`;
          return `<!ENTITY ${name} "${laugh.repeat(10)}">`;
        });
        const types = `<!DOCTYPE svg [<!ENTITY a "ha">${entities.join("")}]>`;
        return Buffer.concat([Buffer.from(types), svg("<text>&j;</text>")]);
      },
      UNREADABLE,
    ],
    [
      "an SVG that uses itself ten to the twentieth times",
      () => {
        let groups = '<g id="g0"><rect width="1" height="1"/></g>';
        for (let i = 1; i < 20; i++) groups += `<g id="g${i}">${`<use xlink:href="#g${i - 1}"/>`.repeat(10)}</g>`;
        return svg(`<defs>${groups}</defs><use xlink:href="#g19"/>`);
      },
      TOO_MUCH,
    ],
    [
      "an SVG whose filters take minutes",
      () =>
        svg(
          `<filter id="f">${'<feTurbulence baseFrequency="0.01" numOctaves="1000"/>'.repeat(100)}</filter><rect width="100" height="100" filter="url(#f)"/>`,
        ),
      TOO_MUCH,
    ],
    [
      "an SVG whose markers take minutes",
      () =>
        svg(
          `<marker id="m"><rect width="99" height="99"/></marker><path marker-mid="url(#m)" d="M0 0${" L1 1".repeat(300_000)}"/>`,
        ),
      TOO_MUCH,
    ],
    ["an SVG of 100,000 levels", () => svg("<g>".repeat(100_000) + "</g>".repeat(100_000)), UNREADABLE],
  ])("%s", { timeout: 10_000 }, async (_, make, expected) => {
    expect(await outcome(await make())).toBe(expected);
  });
});

describe("files that are not what they seem", () => {
  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ["nothing", () => Buffer.alloc(0), "est un fichier vide"],
    ["zeros", () => Buffer.alloc(10_000), NO_IMAGE],
    ["HTML", () => Buffer.from("<!doctype html><script>alert(1)</script>"), NO_IMAGE],
    ["HTML around an SVG", () => Buffer.from(`<html><body>${svg("")}</body></html>`), NO_IMAGE],
    ["XHTML that calls itself svg", () => Buffer.from('<svg xmlns="http://www.w3.org/1999/xhtml"/>'), UNREADABLE],
    ["an SVG that is not well formed", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), UNREADABLE],
    ["an SVG in UTF-16", () => Buffer.from(`\ufeff${svg("")}`, "utf16le"), NO_IMAGE],
    ["a GIF that is a script", () => Buffer.from("GIF89a/*\x01\x01*/=1;alert(1)"), UNREADABLE],
    ["magic numbers and noise", () => Buffer.from(`\xff\xd8\xff${"\x5a".repeat(5000)}`, "latin1"), UNREADABLE],
    ["a camera's raw file", () => Buffer.from(`II*\0\x10\0\0\0CR\x02\0${"\0".repeat(500)}`, "latin1"), UNREADABLE],
    ["a PNG without pixels", () => png(["IHDR", pngHeader(9, 9)], ["IEND", Buffer.alloc(0)]), UNREADABLE],
    ["a JPEG cut short", () => cutShort(noise().jpeg()), DAMAGED],
    ["a PNG cut short", () => cutShort(noise().png()), DAMAGED],
    ["a WebP cut short", () => cutShort(noise().webp()), UNREADABLE],
    ["an AVIF cut short", () => cutShort(noise().avif({ effort: 0 })), DAMAGED],
    ["a GIF cut short", () => cutShort(noise().gif({ effort: 1 })), UNREADABLE],
    ["a TIFF cut short", () => cutShort(noise().tiff({ compression: "none" })), UNREADABLE],
  ])("%s", async (_, make, expected) => {
    expect(await outcome(await make())).toBe(expected);
  });

  test("a photograph followed by a page is served without the page", async () => {
    const page = Buffer.from("<script>alert(document.domain)</script>");
    for (const format of ["jpeg", "png", "gif", "webp"] as const) {
      const polyglot = Buffer.concat([await testImage(40, 40).toFormat(format).toBuffer(), page]);
      const file = await encodeVariant(polyglot, { width: 40, height: 40, format: "webp" });
      expect(isRefusal(file)).toBe(false);
      expect(await quartersOf(file as Uint8Array)).toEqual(["red", "green", "blue", "white"]);
      expect(Buffer.from(file as Uint8Array).includes("script")).toBe(false);
    }
  });
});

describe("an SVG", () => {
  test("reaches neither network nor files", async () => {
    const folder = temporaryFolder();
    let visits = 0;
    const server = createServer((_, response) => {
      visits++;
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const red = await testImage(1, 1).png().toBuffer();
    writeFileSync(join(folder, "red.png"), red);
    writeFileSync(join(folder, "red.svg"), svg('<rect id="r" width="100" height="100" fill="red"/>'));
    writeFileSync(join(folder, "red.css"), "rect { fill: red }");
    const image = (href: string) => `<image href="${href}" width="100" height="100"/>`;
    const white = '<rect width="100" height="100" fill="white"/>';

    const topLeft = async (content: string) => {
      const file = await encodeVariant(svg(content), { width: 100, height: 100, format: "webp" });
      return isRefusal(file) ? file.refused : (await quartersOf(file))[0];
    };
    // The picture is drawn when it comes with the drawing: what follows is not white for want of a decoder.
    expect(await topLeft(image(`data:image/png;base64,${red.toString("base64")}`))).toBe("red");
    for (const content of [
      image(`file://${folder}/red.png`),
      image(`${folder}/red.png`),
      image(`file://${folder}/red.svg`),
      image(`${there}/red.png`),
      `<use href="file://${folder}/red.svg#r"/>`,
      `<use href="${there}/red.svg#r"/>`,
      `<style>@import url("file://${folder}/red.css"); @import url("${there}/red.css");</style>`,
      `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://${folder}/red.svg"/>`,
      `<foreignObject width="100" height="100"><body xmlns="http://www.w3.org/1999/xhtml"><img src="${there}"/></body></foreignObject>`,
      `<script href="${there}/x.js"/><script>fetch("${there}")</script>`,
      `<filter id="f"><feImage href="${there}/red.png"/></filter>`,
    ]) {
      expect([content, await topLeft(white + content)]).toEqual([content, "white"]);
    }
    server.close();
    expect(visits).toBe(0);
  });

  test("shows nothing of a file named in an entity", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "secret"), '<rect width="100" height="100" fill="red"/>');
    const types = `<!DOCTYPE svg [<!ENTITY secret SYSTEM "file://${folder}/secret">]>`;
    expect(await outcome(Buffer.concat([Buffer.from(types), svg("&secret;")]))).toBe(UNREADABLE);
  });
});

async function cutShort(image: Sharp): Promise<Buffer> {
  const bytes = await image.toBuffer();
  return bytes.subarray(0, Math.round(bytes.length * 0.6));
}
