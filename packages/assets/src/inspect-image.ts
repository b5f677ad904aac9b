import sharp, { type Metadata } from "sharp";
import { type ImageFormat, type ImageInfo, PIXEL_LIMIT, type Probe } from "./image-info.ts";
import { sniffFormat } from "./sniff-format.ts";

/**
 * Reads what an image is from its header; its pixels are not decoded. Runs in an image process, since it loads sharp
 * and meets hostile files.
 */
export async function inspectImage(bytes: Uint8Array): Promise<Probe> {
  const format = sniffFormat(bytes);
  if (typeof format !== "string") return format;
  const metadata = await readHeader(bytes);
  if (metadata === undefined || formatOf(metadata) !== format) return { refused: "n’est pas une image lisible" };
  const frames = format === "gif" || format === "webp" ? (metadata.pages ?? 1) : 1;
  // Frames stay as they are stored: libvips cannot turn them.
  const { width, height } = frames > 1 ? metadata : metadata.autoOrient;
  if (width * height * frames > PIXEL_LIMIT) {
    return { refused: `${frames > 1 ? "est une animation qui " : ""}dépasse 50 millions de pixels` };
  }
  return { width, height, format, animated: frames > 1, alpha: metadata.hasAlpha } satisfies ImageInfo;
}

async function readHeader(bytes: Uint8Array): Promise<Metadata | undefined> {
  try {
    // Without sharp's own limit: it would not tell an image that is too large from one that cannot be read.
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    // The decoder cannot read it: that is the answer.
    return undefined;
  }
}

function formatOf(metadata: Metadata): ImageFormat | undefined {
  if (metadata.format === "heif") return metadata.compression === "av1" ? "avif" : undefined;
  return metadata.format as ImageFormat;
}
