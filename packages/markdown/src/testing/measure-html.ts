/** What an article's HTML says, whoever wrote it: to compare an import with what it came from. */
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import {
  attribute,
  classesOf,
  findAll,
  hasClass,
  isElement,
  lineIn,
  type Node,
  type Parent,
} from "../from-html/elements.ts";

export interface Measure {
  /** All words in order, white space aside; what plays, forms and hidden texts aside. */
  text: string;
  headings: string[];
  /** Address and text. */
  links: string[];
  /** Address and alternative text. */
  images: string[];
  captions: string[];
  /** Depth, kind and text of each item. */
  items: string[];
  /** Text and spans of each cell. */
  cells: string[];
  quotes: string[];
  code: string[];
  notes: string[];
  calls: number;
  players: string[];
  /** Addresses of files shown with an icon, a size or a button. */
  files: string[];
  bold: string;
  italic: string;
  rules: number;
}

/** Elements that show no text of their own. */
const UNSEEN = new Set(
  "script style template noscript svg math form select iframe audio video object embed".split(" "),
);
const HIDDEN = /display\s*:\s*none|(?:left|top)\s*:\s*-\d{4}/;
const BLOCKS = new Set(
  "p div br hr li ul ol dl dt dd table tr td th caption figure figcaption blockquote pre details summary h1 h2 h3 h4 h5 h6 section center".split(
    " ",
  ),
);

export function measureHtml(html: string): Measure {
  const root = fromHtml(html, { fragment: true });
  const bodies = noteBodies(root);
  const measure: Measure = {
    text: "",
    headings: [],
    links: [],
    images: [],
    captions: [],
    items: [],
    cells: [],
    quotes: [],
    code: [],
    notes: bodies.map((body) => lineOf(body)).sort(),
    calls: 0,
    players: [],
    files: [],
    bold: "",
    italic: "",
    rules: 0,
  };
  const words: string[] = [];
  const [bold, italic]: string[][] = [[], []];
  walk(root, { depth: 0, bold: false, italic: false, file: false });
  return {
    ...measure,
    text: squeeze(words.join("")),
    bold: (bold ?? []).join("").replace(/[\s\u00a0]/g, ""),
    italic: (italic ?? []).join("").replace(/[\s\u00a0]/g, ""),
  };

  function walk(parent: Parent, around: Around): void {
    for (const node of parent.children as Node[]) {
      if (node.type === "text") {
        words.push(node.value);
        if (around.bold) bold?.push(node.value);
        if (around.italic) italic?.push(node.value);
        continue;
      }
      if (!isElement(node)) continue;
      if (isCall(node)) {
        measure.calls++;
        continue;
      }
      if (bodies.includes(node) || isBackLink(node)) continue;
      // A dash that SPIP draws in bold.
      if (hasClass(node, "spip-puce")) {
        words.push(lineIn(node));
        continue;
      }
      const file = around.file || isFile(node);
      const [link] = isFile(node) ? findAll(node, ({ tagName }) => tagName === "a") : [];
      if (link && isElsewhere(link)) {
        const title = lineIn(findAll(node, (one) => hasClass(one, "spip_doc_titre"))[0] ?? link);
        words.push(` ${title} `);
        measure.links.push(`${address(attribute(link, "href") ?? "")} ${title}`);
        continue;
      }
      if (file && isElement(node, "a")) {
        if (!hasClass(node, "wp-block-file__button")) measure.files.push(address(attribute(node, "href") ?? ""));
        continue;
      }
      if (file && hasClass(node, "spip_doc_titre")) continue;
      notePlayer(node);
      if (isUnseen(node)) {
        for (const inner of findAll(node, () => true)) notePlayer(inner);
        continue;
      }
      if (!file) note(node, around.depth);
      if (BLOCKS.has(node.tagName)) words.push(" ");
      walk(node, {
        depth: around.depth + (isElement(node, "ul", "ol") ? 1 : 0),
        bold: around.bold || isElement(node, "b", "strong"),
        italic: around.italic || isElement(node, "i", "em"),
        file,
      });
      if (BLOCKS.has(node.tagName)) words.push(" ");
    }
  }

  function notePlayer(node: Element): void {
    const source = findAll(node, ({ tagName }) => tagName === "source" || tagName === "embed")[0];
    const own = attribute(node, "src") ?? (source && attribute(source, "src"));
    if (isElement(node, "iframe", "audio", "video", "object") && own && !/\/embed\/?#/.test(own))
      measure.players.push(playing(own));
    if (/(?:^| )twitter-tweet/.test(classesOf(node))) {
      const links = findAll(node, ({ tagName }) => tagName === "a").map((link) => attribute(link, "href") ?? "");
      measure.players.push(playing(links.at(-1) ?? ""));
    }
    if (
      isElement(node, "noscript") &&
      isElement(
        node.children.find((child) => isElement(child)),
        "ol",
      )
    )
      measure.players.push(
        ...findAll(node, ({ tagName }) => tagName === "a").map((link) => playing(attribute(link, "href") ?? "")),
      );
    if (/(?:^| )player-link/.test(classesOf(node))) measure.players.push(playing(attribute(node, "href") ?? ""));
  }

  function note(node: Element, depth: number): void {
    const { tagName } = node;
    if (/^h[1-6]$/.test(tagName) && lineOf(node) !== "") measure.headings.push(lineOf(node));
    if (tagName === "a" && isReadable(attribute(node, "href")))
      measure.links.push(`${address(attribute(node, "href") ?? "")} ${lineOf(node)}`);
    if (tagName === "img" && isReadable(attribute(node, "src")))
      measure.images.push(`${address(attribute(node, "src") ?? "")} ${squeeze(attribute(node, "alt") ?? "")}`);
    if (
      tagName === "figure" &&
      findAll(node, ({ tagName: inner }) => inner === "img" || inner === "table").length > 0
    ) {
      const caption = node.children.find((child) => isElement(child, "figcaption"));
      if (caption && lineOf(caption as Element) !== "") measure.captions.push(lineOf(caption as Element));
    }
    if (tagName === "li") {
      const own = { ...node, children: node.children.filter((child) => !isElement(child, "ul", "ol")) };
      measure.items.push(`${depth} ${lineOf(own)}`);
    }
    if (tagName === "ol" && !node.children.some((child) => isElement(child) && bodies.includes(child)))
      measure.items.push(`from ${attribute(node, "start") ?? 1}`);
    if (tagName === "td" || tagName === "th") {
      const spans = [attribute(node, "colSpan"), attribute(node, "rowSpan")].map((span) => span ?? "1").join("x");
      measure.cells.push(`${spans} ${lineOf(node)}`);
    }
    if (tagName === "blockquote" && !hasClass(node, "wp-embedded-content")) measure.quotes.push(lineOf(node));
    if (tagName === "pre" || (tagName === "textarea" && node.properties.readOnly)) measure.code.push(lineIn(node));
    if (tagName === "hr") measure.rules++;
  }
}

interface Around {
  depth: number;
  bold: boolean;
  italic: boolean;
  /** Whether the box of a file to download is around. */
  file: boolean;
}

/** Something that plays, other than the card of a post of the same site. */
function isPlayer(node: Element): boolean {
  return isElement(node, "iframe", "audio", "video") && !/\/embed\/?#/.test(attribute(node, "src") ?? "");
}

function isElsewhere(link: Element): boolean {
  return /^https?:/.test(attribute(link, "href") ?? "");
}

function isFile(node: Element): boolean {
  if (hasClass(node, "wp-block-file", "document")) return true;
  const [icon] = findAll(node, (one) => isElement(one, "img") && /\/vignettes\//.test(attribute(one, "src") ?? ""));
  return hasClass(node, "spip_document_file") && icon !== undefined;
}

function isUnseen(node: Element): boolean {
  if (isElement(node, "textarea") && node.properties.readOnly) return false;
  if (
    UNSEEN.has(node.tagName) ||
    attribute(node, "ariaHidden") === "true" ||
    HIDDEN.test(attribute(node, "style") ?? "")
  )
    return true;
  if (isElement(node, "figure") && findAll(node, isPlayer).length > 0) return true;
  return hasClass(
    node,
    "player",
    "audio",
    "video",
    "twitter-tweet",
    "wp-block-file__button",
    "sr-only",
    "spip_document_audio",
  );
}

const NOTE_LINK = /(?:^| )(?:spip_note|footnote-ref|footnote-backref)(?: |$)/;

/** The number that leads to a note. */
function isCall(node: Element): boolean {
  if (isElement(node, "sup"))
    return (
      attribute(node, "dataFn") !== undefined ||
      findAll(node, (one) => attribute(one, "dataFootnoteRef") !== undefined).length > 0
    );
  return (
    /(?:^| )spip_note_ref/.test(classesOf(node)) &&
    findAll(node, (one) => attribute(one, "rev") !== undefined).length === 0
  );
}

function isBackLink(node: Element): boolean {
  if (
    attribute(node, "dataFootnoteBackref") !== undefined ||
    /^Jump to footnote/.test(attribute(node, "ariaLabel") ?? "")
  )
    return true;
  if (isElement(node, "h2") && attribute(node, "id") === "footnote-label") return true;
  return /(?:^| )spip_note_ref/.test(classesOf(node)) || NOTE_LINK.test(classesOf(node));
}

function noteBodies(root: Root): Element[] {
  const called = (node: Element) => {
    const id = attribute(node, "id");
    return (
      id !== undefined &&
      findAll(
        root,
        (link) => isElement(link, "a") && attribute(link, "href") === `#${id}` && attribute(link, "rev") === undefined,
      ).length > 0
    );
  };
  return findAll(root, (node) => {
    const spip = isElement(node, "div") && /^nb./.test(attribute(node, "id") ?? "");
    const core = isElement(node, "li") && /^(?:[\da-f-]{36}|fn-.*)$/.test(attribute(node, "id") ?? "");
    return (spip || core) && called(node);
  });
}

/** The visible text on one line. */
function lineOf(node: Element): string {
  const text = (one: Node): string => {
    if (one.type === "text") return one.value;
    if (!isElement(one) || isUnseen(one) || isCall(one) || isBackLink(one)) return "";
    const inner = one.children.map(text).join("");
    return BLOCKS.has(one.tagName) ? ` ${inner} ` : inner;
  };
  return squeeze(text(node));
}

function squeeze(text: string): string {
  return (
    text
      .replace(/[\u00a0\u200b]/g, " ")
      // Control characters, which no page may show.
      .replace(/[\u0080-\u009f]/g, "")
      .replace(/\s+/g, " ")
      .replace(/ (?=[,.)\]])/g, "")
      .trim()
  );
}

function isReadable(written: string | undefined): boolean {
  return (
    written !== undefined &&
    written.trim() !== "" &&
    !/^(?:javascript|data|vbscript):/i.test(written.replace(/[\u0000-\u0020]/g, ""))
  );
}

function address(written: string): string {
  try {
    const { href } = new URL(written.trim(), "https://own.example/");
    return decodeURIComponent(href)
      .normalize("NFC")
      .replace(/#$/, "")
      .replace(/\/$/, "")
      .replace("https://own.example", "");
  } catch {
    return written.trim();
  }
}

/** The host and the number or name of what plays. */
function playing(written: string): string {
  const url = new URL(written, "https://own.example/");
  const id =
    url.searchParams.get("v") ?? url.searchParams.get("video") ?? url.pathname.split("/").filter(Boolean).at(-1);
  return `${url.host.replace(/^(?:www|player|geo)\./, "")} ${id}`;
}
