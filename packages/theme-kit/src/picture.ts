/** The markup of an image, the same in texts and in themes. */
import type { ImageView } from "./views.ts";

export interface PictureOptions {
  /** Loaded at once instead of when it comes into view: for the first image of a page. */
  eager?: boolean;
  /** The `sizes` attribute: how wide the image is shown. */
  sizes?: string;
  class?: string;
  /** One element, in WebP: for logos, where AVIF would spare a few hundred bytes. */
  plain?: boolean;
}

/** A telephone takes the smallest variant: sharp enough on its screen, and a quarter of the bytes of the next one. */
const SIZES = "(min-width: 48rem) 44rem, 50vw";

/** `<picture>` with AVIF and WebP variants, width and height, built from validated values only. */
export function pictureHtml(
  image: ImageView,
  { eager = false, sizes = SIZES, class: className, plain = false }: PictureOptions = {},
): string {
  const [best, ...others] = image.sources;
  const fallback = others.at(-1) ?? best;
  const sources = image.sources
    .filter((source) => source !== fallback)
    .map((source) => `<source type="${source.type}" srcset="${source.srcset}" sizes="${sizes}">`)
    .join("");
  const set = fallback ? ` srcset="${fallback.srcset}" sizes="${sizes}"` : "";
  const loading = eager ? ' fetchpriority="high"' : ' loading="lazy"';
  const classes = className ? ` class="${className}"` : "";
  const img = `<img src="${image.src}"${set} width="${image.width}" height="${image.height}" alt="${escapeAttribute(image.alt)}"${loading} decoding="async"${classes}>`;
  return sources && !plain ? `<picture>${sources}${img}</picture>` : img;
}

/** Escapes text for use between double quotes. */
export function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
