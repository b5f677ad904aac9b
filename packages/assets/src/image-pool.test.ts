import { execFile } from "node:child_process";
import { promisify } from "node:util";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type ImageLimits, openImagePool } from "./image-pool.ts";
import { testImage } from "./testing/test-image.ts";

const LIMITS: ImageLimits = { cpuSeconds: 10, megabytes: 1500 };

/** The decoder of SVG works for minutes on it, and cannot be interrupted from within its process. */
const ENDLESS = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><marker id="m"><rect width="100" height="100"/></marker><path marker-mid="url(#m)" d="M0 0${" L1 1".repeat(100_000)}"/></svg>`,
);
const TOO_MUCH = { refused: "demande trop de calcul ou de mémoire" };

describe("openImagePool", () => {
  test("inspects and encodes in another process", async () => {
    const pool = openImagePool(1, LIMITS);
    const bytes = await testImage(30, 20).png().toBuffer();
    expect(await pool.run((decoder) => decoder.inspect(bytes))).toMatchObject({ width: 30, height: 20 });
    const file = await pool.run((decoder) => decoder.encode(bytes, { width: 15, height: 10, format: "webp" }));
    expect(await pool.run((decoder) => decoder.inspect(file as Uint8Array))).toMatchObject({ width: 15, height: 10 });
  });

  test("runs no more at once than it has room for, in order", async () => {
    const pool = openImagePool(2, LIMITS);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = [0, 1, 2, 3, 4, 5].map((number) =>
      pool.run(async () => {
        order.push(number);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        if (number === 2) throw new Error("one fails");
      }),
    );
    const outcomes = await Promise.allSettled(work);
    expect(outcomes.map((outcome) => outcome.status === "fulfilled")).toEqual([true, true, false, true, true, true]);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  test("stops an image that takes too long, and goes on with the next", async () => {
    const pool = openImagePool(1, { ...LIMITS, cpuSeconds: 0.5 });
    const size = { width: 100, height: 100, format: "webp" } as const;
    const start = Date.now();
    expect(await pool.run((decoder) => decoder.encode(ENDLESS, size))).toEqual(TOO_MUCH);
    expect(Date.now() - start).toBeLessThan(30_000);
    const bytes = await testImage(30, 20).png().toBuffer();
    expect(await pool.run((decoder) => decoder.inspect(bytes))).toMatchObject({ width: 30 });
  });

  test("stops an image that takes too much memory", async () => {
    const pool = openImagePool(1, { ...LIMITS, megabytes: 200 });
    // Less than 1 KB, of which the decoder makes 300 MB.
    const create = { width: 4000, height: 4000, channels: 4, background: "#00800080" } as const;
    const greedy = await sharp({ create }).avif({ effort: 0 }).toBuffer();
    const size = { width: 100, height: 100, format: "webp" } as const;
    expect(await pool.run((decoder) => decoder.encode(greedy, size))).toEqual(TOO_MUCH);
  });

  test("does not keep a program from ending once its images are done", async () => {
    const script = `
      const { openImagePool } = await import(${JSON.stringify(new URL("./image-pool.ts", import.meta.url).href)});
      const pool = openImagePool(1, { cpuSeconds: 10, megabytes: 1500 });
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>');
      console.log((await pool.run((decoder) => decoder.inspect(svg))).width);`;
    const start = Date.now();
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
    expect({ stdout, stderr }).toEqual({ stdout: "7\n", stderr: "" });
    expect(Date.now() - start).toBeLessThan(30_000);
  });
});
