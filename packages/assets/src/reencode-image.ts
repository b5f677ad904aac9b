import sharp, { type Metadata, type Sharp } from "sharp";
import { type ImageFormat, type ImageInfo, isRefusal, PIXEL_LIMIT, type Refusal } from "./image-info.ts";
import { inspectImage } from "./inspect-image.ts";

/** The formats in which images are kept. */
export type KeptFormat = Exclude<ImageFormat, "svg" | "tiff">;

export interface ReencodedImage {
  bytes: Uint8Array;
  format: KeptFormat;
  /** Of one frame. */
  width: number;
  height: number;
}

/** The longest side of an image that is kept: a full page on a dense screen. */
export const MAX_SIDE = 2400;
/** The longest side of a small drawing: a logo drawn in 24 units is shown larger than that. */
const MIN_DRAWING_SIDE = 800;
/** An opaque PNG above this is a photograph, which JPEG holds in a tenth of the bytes. */
const PNG_LIMIT = 1_500_000;

/**
 * What is kept of an image that an editor sends: upright, in sRGB, 8 bits, at most 2,400 pixels a side, without any
 * metadata, and without whatever followed its pixels. JPEG, PNG, WebP, AVIF and GIF stay what they are, animations go
 * on moving; a TIFF becomes JPEG, or PNG when it is transparent; a drawing (SVG) is drawn as PNG, since no script in it
 * survives that. Runs in an image process.
 * @returns the image to keep, or why it cannot be decoded
 */
export async function reencodeImage(bytes: Uint8Array): Promise<ReencodedImage | Refusal> {
  const info = await inspectImage(bytes);
  if (isRefusal(info)) return info;
  try {
    return await encode(bytes, info);
  } catch {
    // Only decoding all the pixels tells that they are damaged, missing or past a limit.
    return { refused: "est une image abîmée ou incomplète" };
  }
}

async function encode(bytes: Uint8Array, info: ImageInfo): Promise<ReencodedImage> {
  const { width, height } = sizeOf(info);
  const image = sharp(bytes, {
    animated: info.animated,
    autoOrient: !info.animated,
    limitInputPixels: PIXEL_LIMIT,
    failOn: "error",
  })
    .resize(width, height, { fit: "fill" })
    .toColourspace("srgb");
  const kept = (format: KeptFormat, file: Uint8Array): ReencodedImage => ({ bytes: file, format, width, height });
  switch (info.format) {
    case "jpeg":
      return kept("jpeg", await toJpeg(image));
    case "webp":
      return kept("webp", await image.webp({ quality: 85 }).toBuffer());
    case "avif":
      return kept("avif", await image.avif({ quality: 65, effort: 2, chromaSubsampling: "4:4:4" }).toBuffer());
    case "gif":
      return kept("gif", await image.gif({ effort: 4 }).toBuffer());
    case "svg":
      return kept("png", await image.png().toBuffer());
    case "png":
    case "tiff": {
      const png = await toPng(image, await sharp(bytes).metadata());
      if (info.format === "png" && png.length <= PNG_LIMIT) return kept("png", png);
      if (info.alpha && !(await sharp(png).stats()).isOpaque) return kept("png", png);
      return kept("jpeg", await toJpeg(image));
    }
  }
}

/** 4:4:4 keeps the edges of coloured letters, for the variants that are made from it. */
function toJpeg(image: Sharp): Promise<Uint8Array> {
  return image.clone().jpeg({ quality: 85, chromaSubsampling: "4:4:4" }).toBuffer();
}

function toPng(image: Sharp, { isPalette }: Metadata): Promise<Uint8Array> {
  return image
    .clone()
    .png(isPalette ? { palette: true, effort: 4 } : { compressionLevel: 9 })
    .toBuffer();
}

function sizeOf({ width, height, format }: ImageInfo): { width: number; height: number } {
  const longest = Math.max(width, height);
  const target = format === "svg" ? Math.max(longest * 2, MIN_DRAWING_SIDE) : longest;
  const scale = Math.min(target, MAX_SIDE) / longest;
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}
