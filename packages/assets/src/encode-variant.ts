import sharp from "sharp";
import { ENCODERS } from "./encoders.ts";
import { isRefusal, PIXEL_LIMIT, type Refusal } from "./image-info.ts";
import { inspectImage } from "./inspect-image.ts";
import type { ImageVariant } from "./plan-image.ts";

/** What a variant is to be, whatever it is called. */
export type VariantSize = Pick<ImageVariant, "width" | "height" | "format">;

/**
 * Makes one variant: upright, in sRGB, without any metadata (position, author, thumbnail, colour profile). Runs in an
 * image process.
 * @returns the encoded file, or why the image cannot be decoded
 */
export async function encodeVariant(
  bytes: Uint8Array,
  { width, height, format }: VariantSize,
): Promise<Uint8Array | Refusal> {
  const info = await inspectImage(bytes);
  if (isRefusal(info)) return info;
  try {
    return await sharp(bytes, {
      animated: info.animated && format === "webp",
      autoOrient: !info.animated,
      limitInputPixels: PIXEL_LIMIT,
      // Scratches that every browser shows are tolerated; a photograph cut short in its upload is not.
      failOn: "error",
    })
      .resize(width, height, { fit: "fill" })
      .toColourspace("srgb")
      .toFormat(format, ENCODERS[format])
      .toBuffer();
  } catch {
    // Only decoding all the pixels tells that they are damaged, missing or past a limit.
    return { refused: "est une image abîmée ou incomplète" };
  }
}
