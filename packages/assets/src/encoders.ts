/**
 * How variants are encoded. Measured on three photographs and two screenshots at 720 to 960 pixels, one core:
 *
 * - AVIF, effort 2: 0.1 to 0.35 s a file. Effort 4 takes 6 to 9 times as long for 1 to 9 % fewer bytes.
 * - AVIF, quality 50: structural similarity 0.93 to 0.99, and 15 to 50 % fewer bytes than WebP at 74.
 * - AVIF, 4:4:4: keeps the edges of coloured letters on posters. 4:2:0 saves 0 to 8 % and loses more than that in
 *   similarity.
 * - WebP, quality 74: what browsers without AVIF get; 0.04 to 0.2 s a file. Quality 80 is 9 to 27 % larger, effort 6
 *   takes up to 20 times as long on a screenshot for 3 %.
 */
export const ENCODERS = {
  avif: { quality: 50, effort: 2, chromaSubsampling: "4:4:4" },
  webp: { quality: 74, effort: 4 },
} as const;

export type VariantFormat = keyof typeof ENCODERS;

/** The libraries that decode and encode: part of every cache key. A test fails when this is not what is installed. */
export const ENGINE = "sharp 0.35.5, libvips 8.18.7";

/** Part of every cache key: raise it when `encodeVariant` or `inspectImage` changes what comes out. */
export const RECIPE = 1;
