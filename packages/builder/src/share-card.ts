/**
 * The image that networks show beside a link to a page without an image of its own: the site's name and subtitle on its
 * colour. Drawn once for a site and language, from validated values.
 */
import { createHash } from "node:crypto";
import { type ImageVariant, planShareCard } from "@pivert/assets";
import type { Site } from "@pivert/model";
import { contrast, escapeAttribute } from "@pivert/theme-kit";
import { typeset } from "./views.ts";

export interface ShareCard {
  variant: ImageVariant;
  svg: string;
}

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 90;
/** A bold letter takes this much of its size, in the mean. */
const LETTER = 0.56;
const FONT = "'Noto Sans', 'Open Sans', 'Liberation Sans', 'DejaVu Sans', sans-serif";

const cards = new Map<string, ShareCard>();

/** Pure: a site's name, subtitle and colour always give the same card. */
export function shareCard({ name, tagline, theme: { colour } }: Site, lang: string): ShareCard {
  const svg = draw(typeset(name, lang), typeset(tagline ?? "", lang), colour);
  let card = cards.get(svg);
  if (!card) {
    const oid = createHash("sha256").update(svg).digest("hex");
    card = { variant: planShareCard(oid, name, { width: WIDTH, height: HEIGHT }), svg };
    cards.set(svg, card);
  }
  return card;
}

function draw(name: string, tagline: string, colour: string): string {
  const ink = contrast("#ffffff", colour) >= 4.5 ? "#ffffff" : "#000000";
  const size = name.length > 40 ? 72 : name.length > 22 ? 92 : 116;
  const title = wrap(name, size).slice(0, 3);
  const subtitle = wrap(tagline, 40).slice(0, 3);
  const text = (lines: string[], y: number, height: number, style: string) =>
    lines
      .map(
        (line, index) =>
          `<text x="${MARGIN}" y="${Math.round(y + index * height)}" ${style}>${escapeAttribute(line)}</text>`,
      )
      .join("");
  const below = MARGIN + size * (0.85 + 1.08 * (title.length - 1));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="${ink}" font-family="${FONT}">` +
    `<path fill="${colour}" d="M0 0h${WIDTH}v${HEIGHT}H0z"/>` +
    text(title, MARGIN + size * 0.85, size * 1.08, `font-size="${size}" font-weight="700"`) +
    text(subtitle, below + 90, 54, 'font-size="40"') +
    // The leaf of the site's icon.
    `<path d="M${WIDTH - 190} ${HEIGHT - 160}h52a48 48 0 0 1 48 48v52h-52a48 48 0 0 1-48-48z" opacity=".9"/></svg>`
  );
}

function wrap(text: string, size: number): string[] {
  const most = Math.floor((WIDTH - 2 * MARGIN) / (size * LETTER));
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
