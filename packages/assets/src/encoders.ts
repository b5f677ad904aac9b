/**
 * How variants are encoded. Measured on the 34 images of the example sites at 960 pixels, one core (size, time and
 * structural similarity in the mean):
 *
 * | encoder | KB | ms | similarity |
 * | --- | --- | --- | --- |
 * | AVIF, quality 50, effort 2, 4:4:4 | 42 | 216 | 0.907 |
 * | the same, effort 4 | 38 | 1,833 | 0.909 |
 * | the same, effort 1 | 42 | 129 | 0.904 |
 * | the same, 4:2:0 | 40 | 186 | 0.903 |
 * | WebP, quality 74 | 54 | 94 | 0.909 |
 * | WebP, quality 80 | 73 | 94 | 0.927 |
 *
 * Effort 4 keeps a publication waiting eight times as long for a tenth of the bytes. 4:4:4 keeps the edges of coloured
 * letters on posters; at equal size it is no less similar. WebP, for browsers without AVIF, is tuned to look the same.
 */
export const ENCODERS = {
  avif: { quality: 50, effort: 2, chromaSubsampling: "4:4:4" },
  webp: { quality: 74, effort: 4 },
  /** Flat drawings for readers that know no WebP: a few colours are enough. */
  png: { palette: true, colours: 64, effort: 7 },
} as const;

export type VariantFormat = keyof typeof ENCODERS;

/** The libraries that decode and encode: part of every cache key. A test fails when this is not what is installed. */
export const ENGINE = "sharp 0.35.5, libvips 8.18.7";

/** Part of every cache key: raise it when `encodeVariant` or `inspectImage` changes what comes out. */
export const RECIPE = 1;
