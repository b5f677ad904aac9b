/**
 * First look at a SPIP text: what its engine protects or expands before it sees lines and braces (code, links, models,
 * tags, notes, headings, bold and italic) becomes atoms; a skeleton of text and marks of atoms is left for the block
 * parser. Every search remembers what it did not find, so that the time is linear in the length of the text.
 */
import { decodeText } from "./entities.ts";
import type { Inline, Model } from "./tree.ts";

export type Atom =
  | { kind: "inline"; node: Inline }
  | { kind: "preformatted"; value: string; language?: string }
  | { kind: "html"; html: string }
  | { kind: "model"; model: Model }
  | { kind: "tag"; html: string; name: string; closing: boolean; block: boolean }
  /** A tag that is not HTML's: shown by no browser, or the name of a note. */
  | { kind: "unknown-tag"; html: string; name: string }
  /** Inner texts are skeletons of the same atoms. */
  | { kind: "link"; text: string; target: string; title?: string; lang?: string }
  | { kind: "glossary"; text: string; title?: string }
  | { kind: "abbreviation"; text: string; title: string; lang?: string }
  | { kind: "note"; name: string | undefined; text: string }
  | { kind: "heading"; text: string }
  | { kind: "open"; mark: "strong" | "emphasis"; closed: boolean }
  | { kind: "close"; opener: number };

export interface Lexed {
  skeleton: string;
  atoms: Atom[];
  /** Shortcuts that are opened and never closed, or closed and never opened. */
  unbalanced: boolean;
  /** What was taken out without a trace on the page, for reports: `<?php`… */
  dropped: string[];
}

const OPEN = "\ue000";
const CLOSE = "\ue001";

/** The mark of an atom in a skeleton, and a pattern that finds marks. */
export const markOf = (index: number): string => `${OPEN}${index.toString(36)}${CLOSE}`;
export const MARK = /\ue000([0-9a-z]+)\ue001/g;
export const atomIndex = (digits: string): number => Number.parseInt(digits, 36);

const BLOCK_TAGS = new Set(
  "address article aside blockquote caption center col colgroup dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li main marquee menu nav noscript object ol optgroup option p param pre section select summary table tbody td tfoot th thead tr ul video audio embed quote poesie poetry".split(
    " ",
  ),
);
const INLINE_TAGS = new Set(
  "a abbr acronym b basefont bdi bdo big blink br button cite code data del dfn em font i img input ins kbd label mark nobr q rp rt ruby s samp small source span strike strong sub sup svg textarea time track tt u var wbr".split(
    " ",
  ),
);
/** Tags of SPIP's that leave their content as it is. */
const TRANSPARENT = new Set([
  "intro",
  "multi",
  "cadre",
  "frame",
  "math",
  "html",
  "body",
  "head",
  "meta",
  "link",
  "base",
]);

const PROTECTED = /<(html|code|cadre|frame|pre|script|style|math)(\s[^<>]*)?>/iy;
const MODEL = /<([a-z][a-z_-]{2,})\s*([0-9]*)\s*(?=[|/>\s])/iy;
const TAG = /<(\/?)([a-z][a-z0-9_:-]*)((?:\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*)?)>/iy;
const LOOSE_TAG = /<(\/?)([a-z][a-z0-9_:-]*)(\s[^<>]*)?>/iy;
const PLAUSIBLE_TAG = /^<\/?[a-z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*\/?>$/i;
const WORD = /<:([a-z0-9_]+(?::[a-z0-9_]+)?)(?:\{[^{}<>]*\})?:>/iy;
const ANGLE_URL = /<(https?:\/\/[^<>\s]+)>/iy;
const ANCHOR = /\[#?([^[\]<>{}|\n]{0,60})<-\]/y;
const GLOSSARY = /\[\?+\s*([^[\]<>{}\n`]{1,300}(?:\{[a-zà-ÿ _-]{1,60}\})?)\]/iy;
const ABBREVIATION = /\[([^[\]|<>\n]{1,200})\|([^[\]<>\n]{1,300})\](?!\])/y;
const BARE_URL = /(?:https?:\/\/|www\.)[^"'\s[\]{})<>|\ue000\ue001]*/iy;
const ESCAPED = /\\([\\{}[\]_\-`|<>#*~])/y;
const FENCE = /```([\w+-]*)[ \t]*\n/y;
const MODEL_LENGTH = 2000;

/** @param written the text, with one kind of line break */
export function lex(written: string): Lexed {
  const text = written.replace(/[\ue000\ue001]/g, "\ufffd");
  const atoms: Atom[] = [];
  const dropped: string[] = [];
  const out: string[] = [];
  /** Open brackets: where what follows them starts in `out`. */
  const brackets: number[] = [];
  const missing = new Set<string>();
  let inLink = 0;
  let at = 0;

  const add = (atom: Atom) => {
    atoms.push(atom);
    out.push(markOf(atoms.length - 1));
  };
  const sticky = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  /** The first place of a text from here on; what is not there once is never looked for again. */
  const find = (needle: string, from: number): number => {
    if (missing.has(needle)) return -1;
    const found = text.indexOf(needle, from);
    if (found === -1) missing.add(needle);
    return found;
  };

  while (at < text.length) {
    const character = text[at];
    if (character === "<" ? lexAngle() : character === "[" ? lexBracket() : lexOther(character)) continue;
    out.push(text[at] ?? "");
    at++;
  }
  const braced = lexBraces(lexHeadings(lexNotes(out.join(""), atoms), atoms), atoms);
  for (const atom of atoms) if (atom.kind === "unknown-tag") dropped.push(atom.html.slice(0, 60));
  return { ...braced, atoms, dropped };

  function lexAngle(): boolean {
    if (text.startsWith("<!--", at)) {
      const end = find("-->", at);
      if (end === -1) return false;
      at = end + 3;
      return true;
    }
    if (text.startsWith("<?", at)) {
      const end = find("?>", at);
      dropped.push(text.slice(at, end === -1 ? at + 60 : Math.min(end + 2, at + 60)));
      at = end === -1 ? text.length : end + 2;
      return true;
    }
    return lexProtected() || lexModel() || lexWord() || lexTag();
  }

  function lexProtected(): boolean {
    const opening = sticky(PROTECTED);
    if (!opening) return false;
    const name = (opening[1] ?? "").toLowerCase();
    const start = at + opening[0].length;
    const end = findClosing(name, start);
    if (end === undefined) return false;
    const inside = text.slice(start, end.start);
    at = end.end;
    if (name === "html") add({ kind: "html", html: inside });
    else if (name === "script" || name === "style") dropped.push(`<${name}>`);
    else if (name === "math") addMath(inside);
    else if (name === "code") addCode(inside, /class\s*=\s*["']?([\w+-]+)/i.exec(opening[2] ?? "")?.[1]);
    else if (name === "pre") add({ kind: "html", html: `<pre>${escapeText(inside)}</pre>` });
    else add({ kind: "preformatted", value: trimLines(inside) });
    return true;
  }

  function findClosing(name: string, from: number): { start: number; end: number } | undefined {
    const key = `</${name}>`;
    if (missing.has(key)) return undefined;
    const closing = new RegExp(`</${name}\\s*>`, "gi");
    closing.lastIndex = from;
    const found = closing.exec(text);
    if (found) return { start: found.index, end: closing.lastIndex };
    missing.add(key);
    return undefined;
  }

  function addCode(inside: string, language: string | undefined): void {
    if (inside.includes("\n"))
      add({ kind: "preformatted", value: trimLines(inside), ...(language ? { language } : {}) });
    else add({ kind: "inline", node: { type: "code", value: inside } });
  }

  /** TeX between `$` and `$$`; the rest is text. */
  function addMath(inside: string): void {
    for (const [part, block, line] of inside.matchAll(/\$\$([^$]+)\$\$|\$([^$]+)\$|[^$]+|\$/g)) {
      const tex = block ?? line;
      if (tex !== undefined) add({ kind: "inline", node: { type: "code", value: tex.trim() } });
      else out.push(part);
    }
  }

  function lexModel(): boolean {
    const head = sticky(MODEL);
    if (!head) return false;
    const start = at + head[0].length;
    const id = head[2] ?? "";
    if (id === "" && text[start] !== "|") return false;
    const end = modelEnd(start);
    if (end === undefined) return false;
    const written = text.slice(at, end);
    const parameters = text.slice(start, end).replace(/\s*\/?>$/, "");
    const name = (head[1] ?? "").toLowerCase();
    add({
      kind: "model",
      model: { name, id: id === "" ? undefined : Number(id), parameters: readParameters(parameters), written },
    });
    at = end;
    return true;
  }

  /** The end of a model whose parameters may hold tags: `<img1|titre=<b>x</b>>`. */
  function modelEnd(start: number): number | undefined {
    const first = text[start] ?? "";
    if (find(">", start) === -1 || !/[|\s/>]/.test(first)) return undefined;
    const limit = Math.min(text.length, start + MODEL_LENGTH);
    let inTag = false;
    for (let index = start; index < limit; index++) {
      if (text[index] === "<") {
        if (first !== "|") return undefined;
        inTag = true;
      } else if (text[index] === ">") {
        if (!inTag) return index + 1;
        inTag = false;
      }
    }
    return undefined;
  }

  function lexWord(): boolean {
    const word = sticky(WORD);
    if (word) {
      add({ kind: "inline", node: { type: "word", key: (word[1] ?? "").replace(/^.*:/, "") } });
      at += word[0].length;
      return true;
    }
    const url = sticky(ANGLE_URL);
    if (!url) return false;
    out.push("<");
    add({ kind: "link", text: "", target: url[1] ?? "" });
    out.push(">");
    at += url[0].length;
    return true;
  }

  function lexTag(): boolean {
    const found = sticky(TAG) ?? sticky(LOOSE_TAG);
    if (!found) return false;
    const [html, slash, written = ""] = found;
    const name = written.toLowerCase();
    const closing = slash === "/";
    const block = BLOCK_TAGS.has(name);
    const known = block || INLINE_TAGS.has(name) || TRANSPARENT.has(name);
    // `<Dupont 2003>` and `<3 et 5>` are words.
    if (!known && !PLAUSIBLE_TAG.test(html)) return false;
    at += html.length;
    if (name === "a") inLink = Math.max(0, inLink + (closing ? -1 : 1));
    if (block || INLINE_TAGS.has(name)) add({ kind: "tag", html, name, closing, block });
    else if (!TRANSPARENT.has(name) && !closing) add({ kind: "unknown-tag", html, name });
    return true;
  }

  function lexBracket(): boolean {
    const anchor = sticky(ANCHOR);
    if (anchor) {
      add({ kind: "inline", node: { type: "anchor", name: (anchor[1] ?? "").trim() } });
      at += anchor[0].length;
      return true;
    }
    const glossary = sticky(GLOSSARY);
    if (glossary && /[\p{L}\p{N}]/u.test(glossary[1] ?? "")) {
      addGlossary(glossary[1] ?? "");
      at += glossary[0].length;
      return true;
    }
    const abbreviation = sticky(ABBREVIATION);
    if (abbreviation && !abbreviation[0].includes("->")) {
      const { text: title, lang } = splitLanguage(abbreviation[2] ?? "");
      add({ kind: "abbreviation", text: abbreviation[1] ?? "", title, ...(lang ? { lang } : {}) });
      at += abbreviation[0].length;
      return true;
    }
    out.push("[");
    brackets.push(out.length);
    at++;
    return true;
  }

  /** `[?term]`, `[?term|title{lang}]`, `[?term#glossary]`: what follows `#` is shown as a title. */
  function addGlossary(inside: string): void {
    const [, term = inside, accessories = "", , glossary, tail = ""] =
      /^([^|#{]*[\p{L}\p{N}][^|#{]*)([^#]*)(#([^|{}]*))?(.*)$/su.exec(inside) ?? [];
    const { text: shown, title } = splitAttributes(`${term}${accessories}${tail}`);
    const bubble = title ?? glossary;
    add({ kind: "glossary", text: shown, ...(bubble ? { title: bubble } : {}) });
  }

  function lexOther(character: string | undefined): boolean {
    if (character === "]") {
      brackets.pop();
      return false;
    }
    if (character === "-" && text[at + 1] === ">") return lexArrow();
    if (character === "`") return lexBackticks();
    if (character === "\\") {
      const escaped = sticky(ESCAPED);
      if (!escaped) return false;
      add({ kind: "inline", node: { type: "text", value: escaped[1] ?? "" } });
      at += 2;
      return true;
    }
    if (character === "h" || character === "H" || character === "w" || character === "W") return lexUrl();
    return lexPlain();
  }

  /** Letters that mean nothing, at once. */
  function lexPlain(): boolean {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text);
    if (!plain) return false;
    out.push(plain[0]);
    at += plain[0].length;
    return true;
  }

  /** The end of a link's text: what was put out since its bracket is its text. */
  function lexArrow(): boolean {
    const start = brackets.at(-1);
    const end = start === undefined ? -1 : find("]", at + 2);
    // An address is on one line: what goes on is a text whose link was never closed.
    if (start === undefined || end === -1 || /[\n<`]/.test(text.slice(at + 2, end).trim())) return false;
    brackets.pop();
    const shown = out.splice(start).join("");
    out.pop();
    const target = text.slice(at + 2, end).replace(/^>/, "");
    const { text: words, title, lang } = splitAttributes(shown);
    add({ kind: "link", text: words, target: target.trim(), ...(title ? { title } : {}), ...(lang ? { lang } : {}) });
    at = end + 1;
    return true;
  }

  function lexBackticks(): boolean {
    const fence = sticky(FENCE);
    if (fence && (at === 0 || text[at - 1] === "\n")) {
      const start = at + fence[0].length;
      const end = find("\n```", start - 1);
      if (end !== -1) {
        const language = fence[1];
        add({
          kind: "preformatted",
          value: text.slice(start, Math.max(start, end)),
          ...(language ? { language } : {}),
        });
        at = end + 4;
        return true;
      }
    }
    const run = /`+/y;
    run.lastIndex = at;
    const ticks = run.exec(text)?.[0] ?? "`";
    const start = at + ticks.length;
    const end = closingTicks(ticks, start);
    // An apostrophe of old keyboards follows a letter.
    if (end === undefined || (ticks.length === 1 && /\p{L}/u.test(text[at - 1] ?? ""))) {
      out.push(ticks);
      at = start;
      return true;
    }
    add({ kind: "inline", node: { type: "code", value: text.slice(start, end) } });
    at = end + ticks.length;
    return true;
  }

  function closingTicks(ticks: string, from: number): number | undefined {
    if (missing.has(ticks)) return undefined;
    const runs = /`+/g;
    runs.lastIndex = from;
    for (let run = runs.exec(text); run; run = runs.exec(text))
      if (run[0].length === ticks.length)
        return /\n[ \t]*\n/.test(text.slice(from, run.index)) || run.index === from ? undefined : run.index;
    missing.add(ticks);
    return undefined;
  }

  /** SPIP links bare addresses whose domain ends in 2 to 6 letters; never e-mail addresses. */
  function lexUrl(): boolean {
    if (/[\p{L}\p{N}@./-]/u.test(text[at - 1] ?? "")) return lexPlain();
    const found = inLink > 0 ? null : sticky(BARE_URL);
    const url = found?.[0].replace(/[.,;:!?…»*_~]+$/u, "") ?? "";
    if (!/^(?:https?:\/\/)?(?:[\w-]+\.)+[a-z]{2,6}(?:[:/?#]|$)/i.test(url)) return lexPlain();
    add({ kind: "link", text: url, target: url });
    at += url.length;
    return true;
  }
}

const PLAIN = /[^<[\]\-`\\hHwW]+|[hHwW][\p{L}\p{N}]*/uy;

/** Notes end at the first `]]`; those that are opened and not closed stay as they are. */
function lexNotes(skeleton: string, atoms: Atom[]): string {
  if (!skeleton.includes("[[")) return skeleton;
  const out: string[] = [];
  let at = 0;
  for (;;) {
    const start = skeleton.indexOf("[[", at);
    const end = start === -1 ? -1 : skeleton.indexOf("]]", start + 2);
    if (end === -1) break;
    const inside = skeleton.slice(start + 2, end);
    // SPIP takes the spaces before a call away.
    out.push(skeleton.slice(at, start).replace(/ +$/, ""));
    const { name, text } = noteName(inside, atoms);
    atoms.push({ kind: "note", name, text });
    out.push(markOf(atoms.length - 1));
    at = end + 2;
  }
  out.push(skeleton.slice(at));
  return out.join("");
}

/** `<*> text`, `<Dupont> text`, `<> text`: a tag of HTML is no name. */
function noteName(inside: string, atoms: Atom[]): { name: string | undefined; text: string } {
  const [mark = "", digits = ""] = /^\s*\ue000([0-9a-z]+)\ue001/.exec(inside) ?? [];
  const index = atomIndex(digits);
  const atom = mark === "" ? undefined : atoms[index];
  if (atom?.kind === "unknown-tag") {
    // It is read: nothing was dropped.
    atoms[index] = { kind: "inline", node: { type: "text", value: "" } };
    return { name: atom.html.slice(1, -1).trim(), text: inside.slice(mark.length) };
  }
  // `<Dupont 2003>` looks like a model.
  if (
    atom?.kind === "model" &&
    atom.model.parameters.size === 0 &&
    !/^(?:img|doc|emb|image|file|audio|video)$/.test(atom.model.name)
  )
    return { name: atom.model.written.slice(1, -1).trim(), text: inside.slice(mark.length) };
  const [whole, name] = /^\s*<([^<>'"\n\ue000]{0,60})>/.exec(inside) ?? [];
  return whole === undefined ? { name: undefined, text: inside } : { name, text: inside.slice(whole.length) };
}

/** `{{{Title}}}`; with four or five braces the title is italic or bold. One that is never closed ends with its line. */
export function lexHeadings(skeleton: string, atoms: Atom[]): string {
  if (!skeleton.includes("{{{")) return skeleton;
  const out: string[] = [];
  let at = 0;
  const opening = /\{{3,}/g;
  const closing = /\}{3,}/;
  for (let open = opening.exec(skeleton); open; open = opening.exec(skeleton)) {
    const inner = open.index + open[0].length;
    const near = skeleton.slice(inner, inner + MAX_HEADING);
    const close = closing.exec(near);
    const inside = near.slice(0, close?.index ?? 0);
    const closed = close !== null && !/\n[ \t]*\n/.test(inside) && !inside.includes("{{{");
    const line = closed ? inner : lineEnd(skeleton, inner);
    const [text, end] = closed
      ? [
          `${"{".repeat(open[0].length - 3)}${inside}${"}".repeat(close[0].length - 3)}`,
          inner + close.index + close[0].length,
        ]
      : [skeleton.slice(inner, line), line];
    atoms.push({ kind: "heading", text: closed ? lexBraces(text, atoms).skeleton : keepBraces(text, atoms) });
    out.push(skeleton.slice(at, open.index), markOf(atoms.length - 1));
    at = end;
    opening.lastIndex = end;
  }
  out.push(skeleton.slice(at));
  return out.join("");
}

/** A title is shorter: what is not closed by then is no title but for its line. */
const MAX_HEADING = 2000;

function lineEnd(skeleton: string, from: number): number {
  const end = skeleton.indexOf("\n", from);
  return end === -1 ? skeleton.length : end;
}

/** Braces as text. */
function keepBraces(text: string, atoms: Atom[]): string {
  return text.replace(/[{}]+/g, (value) => {
    atoms.push({ kind: "inline", node: { type: "text", value } });
    return markOf(atoms.length - 1);
  });
}

/**
 * Pairs `{{` with `}}` and `{` with `}`, over the whole text: bold may go on in the next paragraph. A run of closing
 * braces closes what is open from the inside out, so that `{a {{b}}}` is read as it was meant.
 */
export function lexBraces(skeleton: string, atoms: Atom[]): { skeleton: string; unbalanced: boolean } {
  if (!/[{}]/.test(skeleton)) return { skeleton, unbalanced: false };
  const out: string[] = [];
  const open: { index: number; size: number }[] = [];
  let unbalanced = false;
  let at = 0;
  const add = (atom: Atom) => {
    atoms.push(atom);
    out.push(markOf(atoms.length - 1));
    return atoms.length - 1;
  };
  const close = (position: number) => {
    const [opener] = open.splice(position, 1);
    if (!opener) return 0;
    const atom = atoms[opener.index];
    if (atom?.kind === "open") atom.closed = true;
    add({ kind: "close", opener: opener.index });
    return opener.size;
  };
  for (const run of skeleton.matchAll(/\{+|\}+/g)) {
    if (run.index < at) continue;
    out.push(skeleton.slice(at, run.index));
    at = run.index + run[0].length;
    let left = run[0].length;
    if (run[0][0] === "{") {
      const empty = left <= 2 ? "}".repeat(left) : "";
      if (empty !== "" && skeleton.startsWith(empty, at) && skeleton[at + left] !== "}") {
        add({ kind: "inline", node: { type: "text", value: run[0] + empty } });
        at += left;
        continue;
      }
      for (; left > 0; left -= left >= 2 ? 2 : 1) {
        if (open.length >= MAX_OPEN) {
          unbalanced = true;
          break;
        }
        const mark = left >= 2 ? "strong" : "emphasis";
        open.push({ index: add({ kind: "open", mark, closed: false }), size: left >= 2 ? 2 : 1 });
      }
      continue;
    }
    while (left > 0) {
      const fitting = fits(open, left) ? open.length - 1 : open.findLastIndex(({ size }) => size === Math.min(left, 2));
      const position = fitting === -1 ? open.findLastIndex(({ size }) => size <= left) : fitting;
      if (position === -1) {
        unbalanced = true;
        break;
      }
      left -= close(position);
    }
  }
  out.push(skeleton.slice(at));
  return { skeleton: out.join(""), unbalanced: unbalanced || open.length > 0 };
}

/** Nobody writes bold within italic within bold so many times over. */
const MAX_OPEN = 20;

/** Whether the innermost marks add up to a run of closing braces. */
function fits(open: readonly { size: number }[], braces: number): boolean {
  let sum = 0;
  for (let index = open.length - 1; index >= 0 && sum < braces; index--) sum += open[index]?.size ?? 0;
  return sum === braces;
}

/** `text|title{lang}` of a link. */
function splitAttributes(shown: string): { text: string; title?: string; lang?: string } {
  const [, text = shown, bar, bubble = "", braces, code = ""] =
    /^((?:[^[|]|\[[^\]]*\])*?)(\|([^<>|]*?))?(\{([a-z_]*)\})?$/s.exec(shown) ?? [];
  if (bar === undefined && braces === undefined) return { text: shown };
  // More than a line of words is no title.
  if (/[\n\ue000]/.test(bubble)) return { text: shown };
  const known = braces !== undefined && (code === "" || isLanguage(code));
  if (braces !== undefined && !known) {
    // Braces that name no language are italic.
    return bubble ? { text, title: `${bubble}${code}` } : { text: `${text}${bar ?? ""}${braces}` };
  }
  return { text, ...(bubble ? { title: plain(bubble) } : {}), ...(code ? { lang: code } : {}) };
}

function splitLanguage(written: string): { text: string; lang?: string } {
  const [, text = written, lang] = /^(.*?)\{([a-z_]+)\}$/s.exec(written) ?? [];
  return lang !== undefined && isLanguage(lang) ? { text: decodeText(text), lang } : { text: decodeText(written) };
}

function plain(skeleton: string): string {
  return decodeText(skeleton.replace(MARK, ""));
}

/** Codes of two or three letters, with those that have a part more. */
function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}(_[a-z]{2,8})?$/.test(code);
}

function readParameters(written: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  let last: string | undefined;
  for (const part of written.split("|").slice(1)) {
    const [, name, value] = /^\s*([\w:-]+)\s*=(.*)$/s.exec(part) ?? [];
    if (name !== undefined && value !== undefined) {
      last = name.toLowerCase();
      parameters.set(last, value.trim());
    } else if (part.trim() !== "") parameters.set(part.trim().toLowerCase(), part.trim());
  }
  return parameters;
}

/** Without the first and last line breaks, as SPIP shows code. */
function trimLines(code: string): string {
  return code.replace(/^[ \t]*\n/, "").replace(/\s+$/, "");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
