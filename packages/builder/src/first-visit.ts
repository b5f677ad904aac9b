/**
 * What a telephone fetches when it opens a page for the first time, told from the HTML alone: the stylesheet, what loads
 * at once, and of the images that wait those that stand near enough to the first screen. Where things stand is
 * estimated; a browser test holds the estimate against a real visit.
 */

export interface FirstVisit {
  /** How many elements the document holds. */
  elements: number;
  /** Paths fetched besides the page itself, each once. */
  loads: string[];
}

/** A telephone of today, in CSS pixels. */
const SCREEN = { width: 390, height: 844, density: 2 };
/** Chromium fetches a waiting image 1,250 pixels before it comes into view; other browsers come later. */
const REACH = SCREEN.height + 1250;
const TEXT_WIDTH = 350;
const CHARACTERS_OF_A_LINE = 42;
const LINE = 28;
/** What stands above the main content. */
const HEADER = 150;
/** The space that blocks take around them. */
const BLOCKS: Record<string, number> = { p: 18, li: 8, h1: 30, h2: 40, h3: 16, section: 50, figure: 10, tr: 14 };
/** What a page holds folded, or shows nobody. */
const FOLDED = new Set(["details", "head", "svg", "script", "style"]);

/** Reads a document as the builder writes it: serialised HTML, where `<` and a letter open an element and nothing else. */
export function readFirstVisit(html: string): FirstVisit {
  const loads = new Set<string>();
  let elements = 0;
  let height = HEADER;
  let folded: { name: string; depth: number } | undefined;
  let pictureTaken = false;
  let textFrom = 0;
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at + 1)) {
    if (!folded) height += (Math.max(0, at - textFrom) / CHARACTERS_OF_A_LINE) * LINE;
    const closes = html.charCodeAt(at + 1) === 47;
    const name = nameAt(html, closes ? at + 2 : at + 1);
    const end = html.indexOf(">", at);
    if (end === -1) break;
    textFrom = end + 1;
    if (name === "") continue;
    if (closes) {
      if (folded?.name === name && --folded.depth === 0) folded = undefined;
      if (name === "picture") pictureTaken = false;
      continue;
    }
    elements++;
    if (folded) {
      if (folded.name === name) folded.depth++;
    } else if (FOLDED.has(name)) folded = { name, depth: 1 };
    else height += BLOCKS[name] ?? 0;
    if (name === "link" || name === "script" || name === "source" || name === "img") {
      const tag = html.slice(at, end);
      if (name === "link" && /\srel="?(?:stylesheet|icon)\b/.test(tag)) add(loads, attribute(tag, "href"));
      if (name === "script") add(loads, attribute(tag, "src"));
      if (name === "source" && !pictureTaken && attribute(tag, "srcset")) {
        pictureTaken = true;
        // The image follows its sources and says whether it waits.
        const image = html.slice(html.indexOf("<img", end), html.indexOf(">", html.indexOf("<img", end)));
        height = addImage(loads, image, chooseCandidate(tag), height);
      }
      if (name === "img" && !pictureTaken)
        height = addImage(loads, tag, chooseCandidate(tag) ?? attribute(tag, "src"), height);
    }
  }
  return { elements, loads: [...loads] };
}

/** @returns the height below the image */
function addImage(loads: Set<string>, image: string, path: string | undefined, height: number): number {
  if (!image.includes('loading="lazy"') || height < REACH) add(loads, path);
  const [width, tall] = [Number(attribute(image, "width")), Number(attribute(image, "height"))];
  const shown = Math.min(width || 0, TEXT_WIDTH);
  // Cards and photographs are cut to four by three at most.
  return height + (width > 0 ? Math.min(shown * (tall / width), shown * 0.75) : 0);
}

function add(loads: Set<string>, path: string | undefined): void {
  if (path?.startsWith("/")) loads.add(decodeURI(path));
}

/** The candidate of a `srcset` that the telephone takes: the narrowest that is wide enough, as Chromium chooses. */
function chooseCandidate(tag: string): string | undefined {
  const candidates = (attribute(tag, "srcset") ?? "").split(", ").flatMap((written) => {
    const [path, width] = written.split(" ");
    return path && width ? [{ path, density: Number.parseInt(width, 10) / shownWidth(attribute(tag, "sizes")) }] : [];
  });
  const above = candidates.findIndex(({ density }) => density >= SCREEN.density);
  if (above === -1) return candidates.at(-1)?.path;
  const [below, next] = [candidates[above - 1], candidates[above]];
  // Between two, Chromium takes the lower one up to their geometric mean.
  return below && next && SCREEN.density <= Math.sqrt(below.density * next.density) ? below.path : next?.path;
}

/** The width in CSS pixels that `sizes` says of the telephone's screen. */
function shownWidth(sizes = "100vw"): number {
  for (const written of sizes.split(",")) {
    const [, condition, length = written] = /^\s*\(min-width:\s*([\d.]+)rem\)\s*(.*)$/.exec(written) ?? [];
    if (condition !== undefined && Number(condition) * 16 > SCREEN.width) continue;
    const value = Number.parseFloat(length);
    return /vw/.test(length) ? (value * SCREEN.width) / 100 : value * 16;
  }
  return SCREEN.width;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

/** The lower-case name that starts at a place; empty for comments and the doctype. */
function nameAt(html: string, from: number): string {
  let end = from;
  for (let code = html.charCodeAt(end) | 32; code >= 97 && code <= 122; code = html.charCodeAt(end) | 32) end++;
  if (end > from && /\d/.test(html.charAt(end))) end++;
  return html.slice(from, end);
}
