/**
 * Images: what the variants of photographs cost, cold and cached, and what AVIF's effort buys.
 * Alone: `node scripts/bench/images.ts [--photographs=200]`; `PIVERT_PHOTOGRAPHS=FOLDER` for photographs of yours.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENCODERS } from "../../packages/assets/src/encoders.ts";
import { BENCH, OUT } from "./paths.ts";
import { takePhotographs } from "./photographs.ts";
import { sharp } from "./sharp.ts";
import { summarise } from "./statistics.ts";
import { format } from "./table.ts";
import { NODE } from "./tools/pivert.ts";

interface MadeImages {
  /** Seconds. */
  wall: number;
  cpu: number;
  bytes: Record<string, number>;
  /** Variants made. */
  files: number;
}

export interface EffortFigures {
  effort: number;
  /** Medians of one file. */
  cpu: number;
  bytes: number;
  /** Peak signal to noise ratio against the picture before encoding, in decibels. */
  likeness: number;
}

export interface ImageFigures {
  nature: string;
  count: number;
  cold: MadeImages;
  cached: MadeImages;
  efforts: EffortFigures[];
  chosen: number;
}

const EFFORTS = [0, 1, 2, 3, 4, 6];
/** The table is made on some of the photographs, at the width of a column of text on a dense screen. */
const SAMPLE = 6;
const SAMPLE_WIDTH = 960;

export async function measureImages(count: number): Promise<ImageFigures> {
  const { files, nature } = await takePhotographs(count);
  const cache = join(OUT, "images");
  rmSync(cache, { recursive: true, force: true });
  const cold = await makeImages(cache, files);
  const cached = await makeImages(cache, files);
  const efforts = await measureEfforts(files.slice(0, SAMPLE));
  return { nature, count: files.length, cold, cached, efforts, chosen: ENCODERS.avif.effort };
}

export function tellImages({ nature, count, cold, cached, efforts, chosen }: ImageFigures): string {
  const megabytes = (bytes = 0) => `${format(bytes / 1e6)} MB`;
  const { original, avif, webp } = cold.bytes;
  const least = efforts.find(({ effort }) => effort === 4) ?? efforts.at(-1);
  const lines = efforts.map(({ effort, cpu, bytes, likeness }) => {
    const share = least ? `${format((bytes / least.bytes) * 100)} %` : "";
    const mark = effort === chosen ? "  ← chosen" : "";
    return `  ${effort}       ${format(cpu).padStart(6)} s  ${Math.round(bytes / 1000)
      .toString()
      .padStart(5)} KB  ${share.padStart(7)}  ${likeness.toFixed(2)} dB${mark}`;
  });
  return [
    `Images: ${nature}.`,
    `Cold: ${cold.files} variants of ${count}, ${format(cold.cpu)} s CPU, ${format(cold.wall)} s; ${format(cold.cpu / count)} s CPU each. Originals ${megabytes(original)}, AVIF ${megabytes(avif)}, WebP ${megabytes(webp)}.`,
    `Cached: ${format(cached.cpu)} s CPU, ${format(cached.wall)} s.`,
    `AVIF's effort, medians of ${SAMPLE} at ${SAMPLE_WIDTH} pixels, quality ${ENCODERS.avif.quality}:`,
    "  effort     CPU     bytes  against 4  likeness",
    ...lines,
  ].join("\n");
}

async function makeImages(cache: string, files: readonly string[]): Promise<MadeImages> {
  const [program = "", ...flags] = NODE;
  const child = spawn(program, [...flags, join(BENCH, "children", "make-images.ts"), cache, ...files], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The process that makes images ended with ${code}.`);
  return JSON.parse(output) as MadeImages;
}

/** Each effort on each photograph in turn; the times are of one thread. */
async function measureEfforts(files: readonly string[]): Promise<EffortFigures[]> {
  const runs = new Map(
    EFFORTS.map((effort) => [effort, { cpu: [] as number[], bytes: [] as number[], likeness: [] as number[] }]),
  );
  const threads = sharp.concurrency();
  sharp.concurrency(1);
  for (const file of files) {
    const picture = await sharp(readFileSync(file))
      .resize(SAMPLE_WIDTH)
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = picture.info;
    for (const [effort, run] of runs) {
      const before = process.cpuUsage();
      const encoded = await sharp(picture.data, { raw: { width, height, channels } })
        .avif({ ...ENCODERS.avif, effort })
        .toBuffer();
      const { user, system } = process.cpuUsage(before);
      run.cpu.push((user + system) / 1e6);
      run.bytes.push(encoded.length);
      run.likeness.push(
        likenessOf(picture.data, await sharp(encoded).toColourspace("srgb").removeAlpha().raw().toBuffer()),
      );
    }
  }
  sharp.concurrency(threads);
  return [...runs].map(([effort, { cpu, bytes, likeness }]) => ({
    effort,
    cpu: summarise(cpu).median,
    bytes: summarise(bytes).median,
    likeness: summarise(likeness).median,
  }));
}

function likenessOf(before: Buffer, after: Buffer): number {
  let sum = 0;
  for (let index = 0; index < before.length; index++) sum += ((before[index] ?? 0) - (after[index] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / before.length));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { photographs: { type: "string", default: "200" } } });
  process.stdout.write(`${tellImages(await measureImages(Number(values.photographs)))}\n`);
}
