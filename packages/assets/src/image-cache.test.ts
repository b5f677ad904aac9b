import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { openImageCache, UnreadableImage } from "./image-cache.ts";
import type { ImageInfo } from "./image-info.ts";
import { type ImageVariant, planImage } from "./plan-image.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { testImage } from "./testing/test-image.ts";

const OID = "3f786850e387550fdab836ed7e6dc881de23001b";
const INFO: ImageInfo = { width: 60, height: 40, format: "jpeg", animated: false, alpha: false };
const [AVIF, WEBP] = planImage(INFO, OID, "photo.jpg").variants as [ImageVariant, ImageVariant];

/** Gives an image, and counts how often it was asked to. */
function source(bytes: Promise<Uint8Array> | Uint8Array) {
  let loads = 0;
  const load = async () => {
    loads++;
    return bytes;
  };
  return { load, loads: () => loads };
}
const photo = () => source(testImage(60, 40).jpeg().toBuffer());
const unexpected = () => Promise.reject(new Error("loaded although it is known"));

describe("probe", () => {
  test("is remembered, in this process and the next", async () => {
    const folder = temporaryFolder();
    const { load, loads } = photo();
    const cache = openImageCache(folder);
    const probes = await Promise.all([cache.probe(OID, load), cache.probe(OID, load)]);
    expect(probes).toEqual([INFO, INFO]);
    expect(loads()).toBe(1);
    expect(await cache.probe(OID, unexpected)).toEqual(INFO);
    expect(await openImageCache(folder).probe(OID, unexpected)).toEqual(INFO);
  });

  test("remembers refusals", async () => {
    const folder = temporaryFolder();
    const refusal = { refused: "n’est pas une image" };
    expect(await openImageCache(folder).probe(OID, source(Buffer.from("<html>")).load)).toEqual(refusal);
    expect(await openImageCache(folder).probe(OID, unexpected)).toEqual(refusal);
  });

  test("does not remember that the bytes could not be had", async () => {
    const cache = openImageCache(temporaryFolder());
    await expect(cache.probe(OID, () => Promise.reject(new Error("EIO")))).rejects.toThrow("EIO");
    expect(await cache.probe(OID, photo().load)).toEqual(INFO);
  });
});

describe("variant", () => {
  test("is made once, however many ask at the same time", async () => {
    const { load, loads } = photo();
    const cache = openImageCache(temporaryFolder());
    expect(cache.has(AVIF)).toBe(false);
    const paths = await Promise.all([1, 2, 3, 4, 5].map(() => cache.variant(AVIF, load)));
    expect(new Set(paths).size).toBe(1);
    expect(loads()).toBe(1);
    expect(cache.has(AVIF)).toBe(true);
    expect(cache.has(WEBP)).toBe(false);
    expect(await sharp(readFileSync(paths[0] ?? "")).metadata()).toMatchObject({ width: 60, height: 40 });
  });

  test("is shared between caches, and a cache that finds it asks for nothing", async () => {
    const folder = temporaryFolder();
    const path = await openImageCache(folder).variant(WEBP, photo().load);
    const other = openImageCache(folder);
    expect(other.has(WEBP)).toBe(true);
    expect(await other.variant(WEBP, unexpected)).toBe(path);
  });

  test("may be made by two caches at once", async () => {
    const folder = temporaryFolder();
    const caches = [openImageCache(folder), openImageCache(folder)];
    const paths = await Promise.all(caches.map((cache) => cache.variant(WEBP, photo().load)));
    expect(paths[0]).toBe(paths[1]);
    expect(await sharp(readFileSync(paths[0] ?? "")).metadata()).toMatchObject({ width: 60 });
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
  });

  test("is made again when the disk lost its bytes", async () => {
    const folder = temporaryFolder();
    const path = await openImageCache(folder).variant(WEBP, photo().load);
    writeFileSync(path, "");
    const cache = openImageCache(folder);
    expect(cache.has(WEBP)).toBe(false);
    expect(await cache.variant(WEBP, photo().load)).toBe(path);
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  test("of an image whose pixels are damaged is refused, and so is the image from then on", async () => {
    const folder = temporaryFolder();
    const whole = await testImage(600, 400).png().toBuffer();
    const { load, loads } = source(whole.subarray(0, whole.length - 400));
    const cache = openImageCache(folder, { concurrency: 1 });
    const info = (await cache.probe(OID, load)) as ImageInfo;
    expect(info).toMatchObject({ width: 600, height: 400 });

    const { variants } = planImage(info, OID, "a.png");
    const outcomes = await Promise.allSettled(variants.map((variant) => cache.variant(variant, load)));
    expect(outcomes.map(({ status }) => status)).toEqual(variants.map(() => "rejected"));
    expect(outcomes[0]).toMatchObject({ reason: { code: "unreadable-image", oid: OID } });
    expect(outcomes[0]).toMatchObject({ reason: expect.any(UnreadableImage) });
    expect(loads()).toBe(2);

    const refusal = { refused: "est une image abîmée ou incomplète" };
    for (const each of [cache, openImageCache(folder)]) expect(await each.probe(OID, unexpected)).toEqual(refusal);
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
  });

  test("tells of bytes that could not be had, and tries again when asked again", async () => {
    const cache = openImageCache(temporaryFolder());
    await expect(cache.variant(WEBP, () => Promise.reject(new Error("EIO")))).rejects.toThrow("EIO");
    await expect(cache.variant(WEBP, photo().load)).resolves.toMatch(/\.webp$/);
  });
});
