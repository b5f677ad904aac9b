/**
 * From the one colour a site chooses, colours that can be read: WCAG contrast is computed, hue is kept, and lightness
 * moves in OKLCH (Björn Ottosson, 2020) as little as it must.
 */

import type { Scheme } from "../theme-about.ts";

type Triple = [number, number, number];

/** WCAG 2 asks for 4.5 between a text and its background. */
const READABLE = 4.5;

const styles = new Map<string, string>();

/**
 * Custom properties of a site, for `:root`: `--colour` as chosen, `--on-colour` for text upon it, and an accent
 * for texts and links on the light (`--accent-light`) and dark (`--accent-dark`) backgrounds of the theme.
 * @param colour `#rrggbb`
 */
export function colourStyle(colour: string, backgrounds: Scheme): string {
  const key = `${colour}${backgrounds.light}${backgrounds.dark}`;
  let style = styles.get(key);
  if (!style) {
    const onColour = contrast("#ffffff", colour) >= READABLE ? "#fff" : "#000";
    const light = accentFor(colour, backgrounds.light);
    const dark = accentFor(colour, backgrounds.dark);
    style = `--colour:${colour};--on-colour:${onColour};--accent-light:${light};--accent-dark:${dark}`;
    styles.set(key, style);
  }
  return style;
}

/** The colour nearest to `colour`, of the same hue, that can be read on `background`. */
export function accentFor(colour: string, background: string, ratio = READABLE): string {
  if (contrast(colour, background) >= ratio) return colour.toLowerCase();
  const [lightness, a, b] = oklabOf(colour);
  // Away from the background: darker on paper, lighter at night.
  const end = luminance(background) > 0.18 ? 0 : 1;
  let [near, far] = [lightness, end];
  for (let step = 0; step < 16; step++) {
    const middle = (near + far) / 2;
    if (contrast(hexOf(middle, a, b), background) >= ratio) far = middle;
    else near = middle;
  }
  return hexOf(far, a, b);
}

/** WCAG 2 contrast of two `#rrggbb` colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = linearOf(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOf(colour: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function oklabOf(colour: string): Triple {
  const [r, g, b] = linearOf(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The screen colour of this lightness and hue; chroma gives way where the screen has no such colour. */
function hexOf(lightness: number, a: number, b: number): string {
  for (let chroma = 1; chroma > 0; chroma -= 0.05) {
    const rgb = linearFromOklab(lightness, a * chroma, b * chroma);
    if (rgb.every((value) => value > -0.001 && value < 1.001)) return hexFromLinear(rgb);
  }
  return hexFromLinear(linearFromOklab(lightness, 0, 0));
}

function linearFromOklab(lightness: number, a: number, b: number): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function hexFromLinear(linear: Triple): string {
  const parts = linear.map((value) => {
    const clamped = Math.min(1, Math.max(0, value));
    const encoded = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
