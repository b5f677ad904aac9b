import { describe, expect, test } from "vitest";
import { inspectImage } from "./inspect-image.ts";
import { testAnimation, testImage } from "./testing/test-image.ts";

describe("inspectImage", () => {
  test.each(["jpeg", "png", "webp", "avif", "tiff"] as const)("describes %s", async (format) => {
    const bytes = await testImage(30, 20).toFormat(format).toBuffer();
    expect(await inspectImage(bytes)).toEqual({ width: 30, height: 20, format, animated: false, alpha: false });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("gives the size as seen, orientation %i", async (orientation) => {
    const bytes = await testImage(30, 20).withMetadata({ orientation }).jpeg().toBuffer();
    expect(await inspectImage(bytes)).toMatchObject(
      orientation < 5 ? { width: 30, height: 20 } : { width: 20, height: 30 },
    );
  });

  test.each([
    ["png", {}],
    ["webp", {}],
    ["avif", {}],
    ["tiff", { compression: "lzw" }],
  ] as const)("sees transparency in %s", async (format, options) => {
    const bytes = await testImage(8, 8, 0.5).toFormat(format, options).toBuffer();
    expect(await inspectImage(bytes)).toMatchObject({ format, alpha: true });
  });

  test.each(["gif", "webp"] as const)("tells an animated %s, and gives the size of one frame", async (format) => {
    const animated = await testAnimation(16, 10, 3).toFormat(format).toBuffer();
    expect(await inspectImage(animated)).toMatchObject({ width: 16, height: 10, animated: true });
    const still = await testImage(16, 10).toFormat(format).toBuffer();
    expect(await inspectImage(still)).toMatchObject({ width: 16, height: 10, animated: false });
  });

  test("does not take the pages of a TIFF for frames", async () => {
    const bytes = await testAnimation(16, 10, 3).tiff().toBuffer();
    expect(await inspectImage(bytes)).toMatchObject({ format: "tiff", animated: false });
  });

  test.each([
    ["in pixels", 'width="120" height="80"', 120, 80],
    ["by its view box", 'viewBox="0 0 24 12"', 24, 12],
    ["in per cent", 'width="100%" height="100%" viewBox="0 0 24 12"', 24, 12],
  ])("reads the size of an SVG given %s", async (_, attributes, width, height) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="5" height="5"/></svg>`;
    expect(await inspectImage(Buffer.from(svg))).toEqual({
      width,
      height,
      format: "svg",
      animated: false,
      alpha: true,
    });
  });
});
