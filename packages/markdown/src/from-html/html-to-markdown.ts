/** HTML of articles to Markdown that a volunteer can edit. */
import type { Element, Root } from "hast";
import { toMdast } from "hast-util-to-mdast";
import type { Root as MdastRoot } from "mdast";
import { dropClutter, type Loss } from "./drop-clutter.ts";
import { attribute, findAll } from "./elements.ts";
import { findMedia } from "./find-media.ts";
import { findNotes } from "./find-notes.ts";
import { liftBlocks } from "./lift-blocks.ts";
import { HANDLERS } from "./mdast-handlers.ts";
import { readHtml } from "./read-html.ts";
import { tidyText } from "./tidy-text.ts";
import { writeMarkdown } from "./write-markdown.ts";

export interface HtmlToMarkdownOptions {
  /** What an address becomes, such as a path of the site or a file of `media/`; without it addresses stay as they are. */
  address?: (written: string, use: AddressUse) => string;
  /** Whether an id is linked to from elsewhere; ids that the text itself links to are always kept. */
  keepId?: (id: string) => boolean;
}

/** What an address is for: a link, an image, or what plays: sounds, films, frames. */
export type AddressUse = "link" | "image" | "player";

export interface ConvertedHtml {
  /** Markdown with blocks, ending with a line break; empty for an empty article. */
  markdown: string;
  /** What the Markdown does not hold. */
  losses: Loss[];
}

/**
 * Converts the HTML of an article, as SPIP and WordPress render it. What Markdown cannot say (spanned tables, poems,
 * definition lists) is clean HTML; pictures, players, files and buttons are blocks. Never throws on hostile HTML: the
 * result is meant for `renderMarkdown`, which sanitises.
 */
export function htmlToMarkdown(html: string, options: HtmlToMarkdownOptions = {}): ConvertedHtml {
  const root = readHtml(html);
  const losses = dropClutter(root);
  mapAddresses(root, options.address);
  losses.push(...dropUnsafeLinks(root));
  keepIds(root, options.keepId);
  findNotes(root);
  losses.push(...findMedia(root));
  liftBlocks(root);
  tidyText(root);
  const tree = toMdast(root, { handlers: HANDLERS }) as MdastRoot;
  return { markdown: writeMarkdown(tree), losses };
}

/** Schemes that `renderMarkdown` lets through. */
const SAFE = /^(?:https?|mailto|tel):/i;
/** Characters that browsers skip when they read an address. */
const HIDING = /[\u0000-\u0020\u007f]/g;

const ADDRESSES: readonly (readonly [tagName: string, property: string, use: AddressUse])[] = [
  ["a", "href", "link"],
  ["img", "src", "image"],
  ["video", "poster", "image"],
  ["iframe", "src", "player"],
  ["audio", "src", "player"],
  ["video", "src", "player"],
  ["source", "src", "player"],
  ["embed", "src", "player"],
  ["object", "data", "player"],
];

function mapAddresses(root: Root, address: HtmlToMarkdownOptions["address"]): void {
  if (!address) return;
  for (const [tagName, property, use] of ADDRESSES) {
    for (const node of findAll(root, (one) => one.tagName === tagName)) {
      const written = attribute(node, property);
      if (written !== undefined && written !== "") node.properties[property] = address(written, use);
    }
  }
}

/** Links that no page may hold become their text. */
function dropUnsafeLinks(root: Root): Loss[] {
  return findAll(root, ({ tagName }) => tagName === "a").flatMap((link) => {
    const href = (attribute(link, "href") ?? "").replace(HIDING, "");
    if (!/^[a-z][a-z0-9+.-]*:/i.test(href) || SAFE.test(href)) return [];
    delete link.properties.href;
    return [{ what: "address", found: href.slice(0, 120) }];
  });
}

/** Ids serve links: those that none leads to go. */
function keepIds(root: Root, keepId: (id: string) => boolean = () => false): void {
  const linked = new Set(findAll(root, isLocalLink).map((link) => decode(String(link.properties.href).slice(1))));
  for (const node of findAll(root, ({ properties }) => properties.id !== undefined)) {
    const id = String(node.properties.id);
    if (!linked.has(id) && !keepId(id)) delete node.properties.id;
  }
}

function isLocalLink(node: Element): boolean {
  return node.tagName === "a" && /^#./.test(attribute(node, "href") ?? "");
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
