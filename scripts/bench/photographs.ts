/**
 * Photographs for the bench. Those of `PIVERT_PHOTOGRAPHS`, a folder of JPEG files, or else images made to be like
 * photographs: surfaces of all sizes that hide one another (the « dead leaves » model of natural images), textures whose
 * contrast falls with their fineness, a lens that blurs a little and the noise of a sensor. They are no photographs.
 */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PHOTOGRAPHS } from "./paths.ts";
import { openRandom, type Random } from "./random.ts";
import { sharp } from "./sharp.ts";

/** A photograph of a telephone, as an editor's browser would shrink it before sending. */
const [WIDTH, HEIGHT] = [2400, 1600];
/** One scene gives several photographs: other frames of it, mirrored or not. */
const FRAMES = 5;
const [SCENE_WIDTH, SCENE_HEIGHT] = [3000, 2000];
const SURFACES = 700;
/** Sizes of textures in pixels, with their contrast. */
const TEXTURES: [size: number, contrast: number][] = [
  [64, 26],
  [16, 16],
  [4, 9],
  [1, 5],
];

export interface Photographs {
  files: string[];
  /** What they are, for whoever reads the figures. */
  nature: string;
}

/** The first photographs of the folder, made when it holds too few. */
export async function takePhotographs(count: number): Promise<Photographs> {
  const own = process.env.PIVERT_PHOTOGRAPHS;
  if (own) {
    const files = listImages(own).slice(0, count);
    return { files, nature: `${files.length} photographs of ${own}` };
  }
  mkdirSync(PHOTOGRAPHS, { recursive: true });
  const files = Array.from({ length: count }, (_, index) => join(PHOTOGRAPHS, `photograph-${index + 1}.jpg`));
  for (let first = 0; first < count; first += FRAMES) {
    const missing = files.slice(first, first + FRAMES).filter((file) => !existsSync(file));
    if (missing.length > 0) await makeScene(openRandom(first + 1), missing);
  }
  return {
    files,
    nature: `${count} procedural images like photographs (dead leaves, ${WIDTH}x${HEIGHT}), not real ones`,
  };
}

function listImages(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.jpe?g$/i.test(name));
  return names.sort().map((name) => join(folder, name));
}

async function makeScene(random: Random, files: readonly string[]): Promise<void> {
  const textures = await Promise.all(TEXTURES.map(([size, contrast]) => makeTexture(size, contrast)));
  const scene = await sharp(Buffer.from(drawSurfaces(random)))
    .blur(0.9)
    .composite(textures.map((input) => ({ input, blend: "overlay" as const })))
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
  for (const file of files) {
    const left = random.integer(0, SCENE_WIDTH - WIDTH);
    const top = random.integer(0, SCENE_HEIGHT - HEIGHT);
    const frame = sharp(scene).extract({ left, top, width: WIDTH, height: HEIGHT });
    await frame
      .flop(random.integer(0, 1) === 1)
      .jpeg({ quality: 88 })
      .toFile(file);
  }
}

/** Small surfaces are many and large ones few, as things at all distances are. */
function drawSurfaces(random: Random): string {
  const light = random.integer(35, 65);
  const shapes = Array.from({ length: SURFACES }, (_, index) => {
    const radius = 12 * (1 - random.integer(0, 985) / 1000) ** -0.9;
    const [x, y] = [random.integer(0, SCENE_WIDTH), random.integer(0, SCENE_HEIGHT)];
    const turn = random.integer(0, 179);
    const flat = random.integer(35, 100) / 100;
    return `<ellipse cx="${x}" cy="${y}" rx="${radius.toFixed(1)}" ry="${(radius * flat).toFixed(1)}" transform="rotate(${turn} ${x} ${y})" fill="url(#g${index % 40})"/>`;
  });
  const gradients = Array.from({ length: 40 }, (_, index) => {
    const hue = random.integer(0, 5) === 0 ? random.integer(0, 359) : random.integer(20, 130);
    const colour = () => `hsl(${hue},${random.integer(8, 55)}%,${light + random.integer(-32, 32)}%)`;
    return `<linearGradient id="g${index}" gradientTransform="rotate(${random.integer(0, 359)})"><stop stop-color="${colour()}"/><stop offset="1" stop-color="${colour()}"/></linearGradient>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SCENE_WIDTH}" height="${SCENE_HEIGHT}"><defs>${gradients.join("")}</defs><rect width="100%" height="100%" fill="url(#g0)"/>${shapes.join("")}</svg>`;
}

async function makeTexture(size: number, contrast: number): Promise<Buffer> {
  const [width, height] = [Math.ceil(SCENE_WIDTH / size), Math.ceil(SCENE_HEIGHT / size)];
  const noise = { type: "gaussian" as const, mean: 128, sigma: contrast };
  const grain = await sharp({ create: { width, height, channels: 3, background: "#808080", noise } })
    .png()
    .toBuffer();
  return sharp(grain)
    .resize(SCENE_WIDTH, SCENE_HEIGHT, { fit: "fill", kernel: "cubic" })
    .greyscale(size > 1)
    .toColourspace("srgb")
    .png({ compressionLevel: 1 })
    .toBuffer();
}
