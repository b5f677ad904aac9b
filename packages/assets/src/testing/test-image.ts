import sharp, { type Sharp } from "sharp";

/**
 * An image whose four quarters are red, green, blue and white, in reading order, to be encoded as a test needs:
 * `testImage(300, 200).png()`. The top left quarter's transparency is `alpha`.
 */
export function testImage(width: number, height: number, alpha = 1): Sharp {
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const quarter = (y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1);
      pixels.set([...(COLOURS[quarter] ?? []), quarter === 0 ? Math.round(alpha * 255) : 255], (y * width + x) * 4);
    }
  }
  const image = sharp(pixels, { raw: { width, height, channels: 4 } });
  return alpha === 1 ? image.removeAlpha() : image;
}

/** An animation of so many frames, one above the other until it is encoded as GIF or WebP. */
export function testAnimation(width: number, height: number, frames: number): Sharp {
  const pixels = Buffer.alloc(width * height * frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    pixels.fill((frame * 97) % 256, frame * width * height * 3, (frame + 1) * width * height * 3);
  }
  return sharp(pixels, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
}

/** The colours in the middle of the four quarters of an image, in reading order: `["red", "green", "blue", "white"]`. */
export async function quartersOf(bytes: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [0, 1, 2, 3].map((quarter) => {
    const x = Math.floor(info.width * (quarter % 2 ? 0.75 : 0.25));
    const y = Math.floor(info.height * (quarter < 2 ? 0.25 : 0.75));
    const at = (y * info.width + x) * info.channels;
    return nameOf([...data.subarray(at, at + 3)]);
  });
}

const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
];
const NAMES = ["red", "green", "blue", "white"];

function nameOf(pixel: number[]): string {
  const near = COLOURS.findIndex((colour) => colour.every((level, i) => Math.abs(level - (pixel[i] ?? 0)) < 40));
  return NAMES[near] ?? `rgb(${pixel})`;
}
