import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { encodeVariant, type VariantSize } from "./encode-variant.ts";
import { isRefusal } from "./image-info.ts";
import { quartersOf, testAnimation, testImage } from "./testing/test-image.ts";

const FORMATS = ["avif", "webp"] as const;

/** Encodes, and fails the test when that is refused. */
async function encoded(bytes: Uint8Array, size: VariantSize): Promise<Uint8Array> {
  const answer = await encodeVariant(bytes, size);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

describe.each(FORMATS)("encodeVariant to %s", (format) => {
  test("makes the size that was planned", async () => {
    const file = await encoded(await testImage(301, 200).jpeg().toBuffer(), { width: 97, height: 64, format });
    expect(await sharp(file).metadata()).toMatchObject({
      width: 97,
      height: 64,
      format: format === "avif" ? "heif" : "webp",
      hasAlpha: false,
      space: "srgb",
    });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("turns orientation %i upright", async (orientation) => {
    const asSeen = await testImage(60, 40).png().toBuffer();
    const stored = await storedFor(asSeen, orientation).withMetadata({ orientation }).jpeg().toBuffer();
    const file = await encoded(stored, { width: 60, height: 40, format });
    expect(await quartersOf(file)).toEqual(["red", "green", "blue", "white"]);
    expect((await sharp(file).metadata()).orientation).toBeUndefined();
  });

  test("leaves out position, author, description, comments and colour profile", async () => {
    const photo = await testImage(64, 64)
      .withIccProfile("p3")
      .withExif({
        IFD0: { Artist: "SECRET-AUTHOR", Copyright: "SECRET-OWNER", Model: "SECRET-CAMERA" },
        IFD2: { BodySerialNumber: "SECRET-SERIAL" },
        IFD3: {
          GPSLatitudeRef: "N",
          GPSLatitude: "48/1 51/1 2963/100",
          GPSLongitudeRef: "E",
          GPSLongitude: "2/1 17/1 4021/100",
          GPSDateStamp: "SECRET-GPS",
        },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>SECRET-XMP</a></x:xmpmeta>')
      .jpeg()
      .toBuffer();
    // 2963/100, as EXIF writes it, and the words: they are in the photograph, so that finding none later means something.
    const seconds = Buffer.from([0, 0, 0x0b, 0x93, 0, 0, 0, 0x64]);
    const secondsLittleEndian = Buffer.from([0x93, 0x0b, 0, 0, 0x64, 0, 0, 0]);
    const holdsSeconds = (bytes: Uint8Array) =>
      Buffer.from(bytes).includes(seconds) || Buffer.from(bytes).includes(secondsLittleEndian);
    expect(holdsSeconds(photo)).toBe(true);
    expect([...photo.toString("latin1").matchAll(/SECRET-\w+/g)].flat()).toEqual(
      expect.arrayContaining(["SECRET-AUTHOR", "SECRET-OWNER", "SECRET-CAMERA", "SECRET-GPS", "SECRET-XMP"]),
    );

    const file = await encoded(photo, { width: 32, height: 32, format });
    const { exif, xmp, iptc, icc, comments } = await sharp(file).metadata();
    expect({ exif, xmp, iptc, icc, comments }).toEqual({});
    expect(holdsSeconds(file)).toBe(false);
    expect(Buffer.from(file).toString("latin1")).not.toMatch(/SECRET|Exif|GPS|xmpmeta|ICC_PROFILE|Adobe/i);
  });

  test("keeps transparency", async () => {
    const file = await encoded(await testImage(40, 40, 0).png().toBuffer(), { width: 20, height: 20, format });
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const alphaAt = (x: number, y: number) => data[(y * 20 + x) * 4 + 3];
    expect(alphaAt(4, 4)).toBeLessThan(10);
    expect(alphaAt(15, 15)).toBeGreaterThan(245);
  });

  test.each([
    ["16-bit PNG", () => testImage(40, 40).toColourspace("rgb16").png()],
    ["16-bit TIFF", () => testImage(40, 40).toColourspace("rgb16").tiff()],
    ["CMYK JPEG", () => testImage(40, 40).toColourspace("cmyk").jpeg()],
    ["progressive JPEG", () => testImage(40, 40).jpeg({ progressive: true })],
    ["PNG with a palette", () => testImage(40, 40).png({ palette: true })],
    ["GIF", () => testImage(40, 40).gif()],
  ])("reads a %s in sRGB, 8 bits", async (name, image) => {
    const file = await encoded(await image().toBuffer(), { width: 40, height: 40, format });
    expect(await sharp(file).metadata()).toMatchObject({ depth: "uchar", space: "srgb" });
    const quarters = await quartersOf(file);
    // Inks cannot show pure green or blue: what matters is that colours are not inverted or lost.
    if (name === "CMYK JPEG") expect(quarters[3]).toBe("white");
    else expect(quarters).toEqual(["red", "green", "blue", "white"]);
  });

  test("converts wide colours to sRGB", async () => {
    const wide = await testImage(40, 40).withIccProfile("p3").png().toBuffer();
    expect(await quartersOf(await encoded(wide, { width: 40, height: 40, format }))).toEqual([
      "red",
      "green",
      "blue",
      "white",
    ]);
  });

  test.each([1, 3])("reads an image of %i pixels by one", async (width) => {
    const file = await encoded(await testImage(width, 1).png().toBuffer(), { width, height: 1, format });
    expect(await sharp(file).metadata()).toMatchObject({ width, height: 1 });
  });

  test("draws an SVG sharply at the size asked for", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="10"/></svg>`;
    const file = await encoded(Buffer.from(svg), { width: 400, height: 400, format });
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const alphaAt = (x: number) => data[(200 * 400 + x) * 4 + 3];
    expect([alphaAt(190), alphaAt(210)].map((alpha) => Math.round((alpha ?? 0) / 255))).toEqual([1, 0]);
    expect(alphaAt(194)).toBeGreaterThan(240);
    expect(alphaAt(206)).toBeLessThan(15);
  });

  test("refuses a photograph cut short", async () => {
    const noise = sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: "grey",
        noise: { type: "gaussian", mean: 128, sigma: 60 },
      },
    });
    const whole = await noise.jpeg().toBuffer();
    const answer = await encodeVariant(whole.subarray(0, whole.length / 2), { width: 100, height: 100, format });
    expect(answer).toEqual({ refused: "est une image abîmée ou incomplète" });
  });
});

describe("encodeVariant", () => {
  test.each(["gif", "webp"] as const)("keeps an animated %s moving, at its pace", async (source) => {
    const bytes = await testAnimation(40, 20, 3)
      .toFormat(source, { delay: [100, 200, 300], loop: 2 })
      .toBuffer();
    const file = await encoded(bytes, { width: 20, height: 10, format: "webp" });
    expect(await sharp(file).metadata()).toMatchObject({
      width: 20,
      height: 10,
      pages: 3,
      delay: [100, 200, 300],
      loop: 2,
    });
  });

  test("shows the first frame of an animation in AVIF", async () => {
    const file = await encoded(await testAnimation(40, 20, 3).gif().toBuffer(), {
      width: 20,
      height: 10,
      format: "avif",
    });
    const { width, height, pages } = await sharp(file).metadata();
    expect({ width, height, pages: pages ?? 1 }).toEqual({ width: 20, height: 10, pages: 1 });
  });

  test("leaves an animation as it is stored, whatever orientation it claims", async () => {
    const bytes = await testAnimation(40, 20, 3).withMetadata({ orientation: 6 }).webp().toBuffer();
    const file = await encoded(bytes, { width: 20, height: 10, format: "webp" });
    expect(await sharp(file).metadata()).toMatchObject({ width: 20, height: 10, pages: 3 });
  });
});

/** Turns an image as a camera held that way stores it. */
function storedFor(asSeen: Uint8Array, orientation: number): Sharp {
  const image = sharp(asSeen);
  const turned: Record<number, () => Sharp> = {
    1: () => image,
    2: () => image.flop(),
    3: () => image.rotate(180),
    4: () => image.flip(),
    5: () => image.rotate(270).flop(),
    6: () => image.rotate(270),
    7: () => image.rotate(90).flop(),
    8: () => image.rotate(90),
  };
  return (turned[orientation] ?? turned[1])?.() ?? image;
}
