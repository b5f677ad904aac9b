import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test, vi } from "vitest";
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

/** Process ids of the children of this one. */
function childProcesses(): number[] {
  return readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

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

  test("is whole or absent after its process was killed, at whatever moment", async () => {
    const folder = temporaryFolder();
    const script = `
      const { openImageCache, planImage } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const cache = openImageCache(process.argv[1]);
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><circle r="200"/></svg>');
      const info = { width: 300, height: 300, format: "svg", animated: false, alpha: true };
      for (let i = 0; ; i++) {
        const [, variant] = planImage(info, String(i), "a.svg").variants;
        await cache.variant(variant, async () => svg);
        if (i === 5) console.log("started");
      }`;
    const writer = spawn(process.execPath, ["--input-type=module", "-e", script, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    writer.kill("SIGKILL");
    await once(writer, "exit");
    const made = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".webp"));
    expect(made.length).toBeGreaterThan(5);
    for (const name of made) await sharp(join(folder, name)).stats();
  });

  test.skipIf(process.platform !== "linux")(
    "of an image over which the decoder died is refused for now only",
    async () => {
      const folder = temporaryFolder();
      const cache = openImageCache(folder, { concurrency: 1 });
      const others = childProcesses();
      await cache.probe("another", photo().load);
      const [decoder] = childProcesses().filter((pid) => !others.includes(pid));
      if (decoder === undefined) throw new Error("the decoder runs in this process");
      const noise = { type: "gaussian", mean: 128, sigma: 50 } as const;
      const create = { width: 1600, height: 1600, channels: 3, background: "grey", noise } as const;
      const { load, loads } = source(await sharp({ create }).jpeg().toBuffer());
      const [large] = planImage({ ...INFO, width: 1600, height: 1600 }, OID, "a.jpg").variants.slice(-2);
      const making = cache.variant(large as ImageVariant, load);
      making.catch(() => {});
      await vi.waitUntil(() => loads() === 1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      process.kill(decoder, "SIGKILL");
      await expect(making).rejects.toMatchObject({ reason: "a fait échouer son décodage" });
      expect(await cache.probe(OID, unexpected)).toEqual({ refused: "a fait échouer son décodage" });
      expect(await openImageCache(folder).probe(OID, load)).toMatchObject({ width: 1600 });
    },
  );

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
