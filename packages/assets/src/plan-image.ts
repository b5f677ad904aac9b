import { createHash } from "node:crypto";
import { slugify } from "@pivert/model";
import { ENCODERS, ENGINE, RECIPE, type VariantFormat } from "./encoders.ts";
import type { ImageInfo } from "./image-info.ts";

/** A phone, a column of text, a full page; dense screens take the next one. */
const WIDTHS = [480, 960, 1600];
const MAX_WIDTH = 1600;
/** A drawing is often a logo: shown small, and quickly made. */
const DRAWING_WIDTHS = [160, ...WIDTHS];
/** The longest side that WebP can hold. */
const MAX_HEIGHT = 16_383;
/** The longest side of a picture in a list of media. */
const THUMBNAIL = 320;

/** One derived file. */
export interface ImageVariant {
  /** Its name in a release, such as `affiche-3fa9c1d2-960.avif`: it never holds anything else. */
  file: string;
  width: number;
  height: number;
  format: VariantFormat;
  /** Its name in the cache: covers the image, the size and all that decides how it is encoded. */
  key: string;
  /** The image it is made from (blob id). */
  oid: string;
}

export interface ImagePlan {
  /** The image's own size, for the attributes that keep its place in a page. */
  width: number;
  height: number;
  /** Narrow to wide; at each width AVIF then WebP. Never empty. */
  variants: ImageVariant[];
}

/**
 * Decides which variants an image gets: each listed width that it can fill, and its own width where that is markedly
 * larger. Pixels are never invented; a drawing (SVG) has none to run out of: it is made small, as logos are shown, and at
 * twice its size for dense screens. An animation is WebP only.
 * @param info what `probe` found
 * @param oid the image's blob id
 * @param name its path or name in `media/`, for a readable file name
 */
export function planImage(info: ImageInfo, oid: string, name: string): ImagePlan {
  const formats: VariantFormat[] = info.animated ? ["webp"] : ["avif", "webp"];
  const stem = stemOf(name);
  const variants = widthsOf(info).flatMap((width) => {
    const height = Math.min(MAX_HEIGHT, Math.max(1, Math.round((width * info.height) / info.width)));
    return formats.map((format) => variantOf(oid, stem, { width, height, format }));
  });
  return { width: info.width, height: info.height, variants };
}

/**
 * The small picture of an image in a list of media, out of the same cache: its longest side is 320 pixels, or its own
 * where that is shorter. WebP, still: of an animation the first frame, as AVIF, since its WebP would move.
 * @param info what `probe` found
 * @param oid the image's blob id
 * @param name its path or name in `media/`
 */
export function planThumbnail(info: ImageInfo, oid: string, name: string): ImageVariant {
  const longest = Math.max(info.width, info.height);
  const scale = info.format === "svg" ? THUMBNAIL / longest : Math.min(1, THUMBNAIL / longest);
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  const [width, height] = [scaled(info.width), scaled(info.height)];
  return variantOf(oid, stemOf(name), { width, height, format: info.animated ? "avif" : "webp" });
}

/**
 * A drawing of ours that networks show beside a link: PNG, which all of them read.
 * @param oid a digest of the drawing
 * @param name what it shows, for a readable file name
 */
export function planShareCard(oid: string, name: string, size: { width: number; height: number }): ImageVariant {
  return variantOf(oid, stemOf(name), { ...size, format: "png" });
}

function variantOf(oid: string, stem: string, size: Pick<ImageVariant, "width" | "height" | "format">): ImageVariant {
  const key = keyOf(oid, size.width, size.height, size.format);
  return { file: `${stem}-${key.slice(0, 8)}-${size.width}.${size.format}`, ...size, key, oid };
}

function widthsOf(info: ImageInfo): number[] {
  const available = info.format === "svg" ? Math.max(info.width * 2, 480) : info.width;
  const reach = Math.max(1, Math.min(available, MAX_WIDTH, Math.floor((info.width * MAX_HEIGHT) / info.height)));
  const widths = (info.format === "svg" ? DRAWING_WIDTHS : WIDTHS).filter((width) => width <= reach);
  // A second file that is hardly wider than its neighbour would only cost time.
  if (reach > (widths.at(-1) ?? 0) * 1.15) widths.push(reach);
  return widths;
}

function stemOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  return slugify(base).slice(0, 60).replace(/-$/, "") || "image";
}

function keyOf(oid: string, width: number, height: number, format: VariantFormat): string {
  const recipe = JSON.stringify([oid, width, height, format, ENCODERS[format], ENGINE, RECIPE]);
  return createHash("sha256").update(recipe).digest("hex");
}
