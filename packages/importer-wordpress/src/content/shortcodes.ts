/**
 * Shortcodes, `[tag a="b"]…[/tag]`, as WordPress reads them: known tags only, `[[tag]]` is text, a tag without an end
 * stands alone. Time grows with the text and no faster.
 */

export interface Shortcode {
  tag: string;
  /** Values by name in small letters; those without a name by their place. */
  attributes: Record<string, string>;
  /** What it encloses, not looked at yet; `undefined` when it stands alone. */
  content: string | undefined;
}

/** Gives what takes a shortcode's place; `undefined` leaves it as text. */
export type ShortcodeHandler = (code: Shortcode) => string | undefined;

const OPENING = /\[(\[?)([a-z][\w-]*)(?![\w-])((?:"[^"\]]*"|'[^'\]]*'|[^"'[\]/]|\/(?!\])|["'])*?)(\/?)\](\]?)/gi;
const ATTRIBUTE =
  /([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s'"]+)|"([^"]*)"|'([^']*)'|(\S+)/g;

/**
 * Replaces the shortcodes of a text, outermost first: a handler decides whether what it encloses is looked at.
 * @param isKnown tells the tags that are shortcodes from words in brackets such as `[sic]`
 */
export function replaceShortcodes(text: string, isKnown: (tag: string) => boolean, handle: ShortcodeHandler): string {
  if (!text.includes("[")) return text;
  const ends = endsByTag(text);
  let result = "";
  let at = 0;
  OPENING.lastIndex = 0;
  for (let match = nextAfter(text, at); match; match = nextAfter(text, at)) {
    const [whole, escapedBefore = "", tag = "", written = "", slash = "", escapedAfter = ""] = match;
    const from = match.index;
    const name = tag.toLowerCase();
    result += text.slice(at, from);
    if (!isKnown(name)) {
      // Only the bracket is passed: what follows may hold another.
      result += "[";
      at = from + 1;
      continue;
    }
    if (escapedBefore && escapedAfter) {
      result += whole.slice(1, -1);
      at = from + whole.length;
      continue;
    }
    const start = from + escapedBefore.length;
    const inside = from + whole.length - escapedAfter.length;
    const end = slash ? undefined : matchingEnd(ends.get(name), inside);
    const content = end === undefined ? undefined : text.slice(inside, end.from);
    const to = end?.to ?? inside;
    const replaced = handle({ tag: name, attributes: attributesOf(written), content });
    result += text.slice(from, start) + (replaced ?? text.slice(start, to));
    at = to;
  }
  return result + text.slice(at);
}

function nextAfter(text: string, at: number): RegExpExecArray | null {
  OPENING.lastIndex = at;
  return OPENING.exec(text);
}

interface Tag {
  from: number;
  to: number;
  /** 1 opens, -1 closes. */
  step: 1 | -1;
}

/** Where each tag opens and closes, found in one look. */
function endsByTag(text: string): Map<string, Tag[]> {
  const tags = new Map<string, Tag[]>();
  for (const match of text.matchAll(/\[(\/?)([a-z][\w-]*)(?![\w-])([^\]]*)\]/gi)) {
    const [whole, slash, tag = "", rest = ""] = match;
    if (!slash && rest.endsWith("/")) continue;
    const name = tag.toLowerCase();
    const list = tags.get(name) ?? [];
    list.push({ from: match.index, to: match.index + whole.length, step: slash ? -1 : 1 });
    tags.set(name, list);
  }
  return tags;
}

/** The end that belongs to a tag opened right before `inside`: like WordPress the first one, but nested builders pair up. */
function matchingEnd(tags: Tag[] | undefined, inside: number): Tag | undefined {
  if (!tags) return undefined;
  let depth = 1;
  let first: Tag | undefined;
  for (const tag of tags) {
    if (tag.from < inside) continue;
    depth += tag.step;
    if (tag.step === -1) first ??= tag;
    if (depth === 0) return tag;
  }
  return first;
}

export function attributesOf(written: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let place = 0;
  // No-break spaces and curly quotes come from visual editors.
  const plain = written
    .replace(/[\u00a0\u200b]/g, " ")
    .replace(/[“”„″]|&#8220;|&#8221;|&#8243;|&quot;/g, '"')
    .replace(/&#8216;|&#8217;/g, "'");
  for (const [, a, b, c, d, e, f, g, h, i] of plain.matchAll(ATTRIBUTE)) {
    const name = a ?? c ?? e;
    const value = b ?? d ?? f ?? g ?? h ?? i ?? "";
    if (name === undefined) attributes[String(place++)] = value;
    else if (name !== "__proto__") attributes[name.toLowerCase()] = value;
  }
  return attributes;
}
