/** The stored text of a post as HTML, by the steps and in the order that WordPress takes to show it. */
import { autop } from "@wordpress/autop";
import type { ContentContext } from "./content-context.ts";
import { autoEmbed, player } from "./embeds.ts";
import { expandShortcodes } from "./expand-shortcodes.ts";
import { escapeHtml } from "./html-text.ts";
import { hasBlocks, renderBlocks } from "./render-blocks.ts";

export function renderContent(content: string, context: ContentContext): string {
  const plain = content.replace(/\r\n?/g, "\n");
  const own = (address: string) => {
    const post = context.postAt(address);
    return post && `<p><a href="${escapeHtml(post.link)}">${escapeHtml(post.title)}</a></p>`;
  };
  const embedded = autoEmbed(embedShortcodes(plain), own);
  const html = hasBlocks(embedded) ? renderBlocks(embedded, context) : autop(embedded.replace(PAGE_MARKS, "\n\n"));
  return gatherNotes(expandShortcodes(unwrapShortcodes(html), context));
}

/** `<!--more-->` and `<!--nextpage-->`: pages are joined. */
const PAGE_MARKS = /<!--(?:more(?:[^>]*)|nextpage|noteaser)-->/g;

/** `[embed]address[/embed]` stands for the bare address, before lines become paragraphs. */
function embedShortcodes(text: string): string {
  return text.replace(
    /\[embed[^\]]*\]\s*(https?:\/\/[^\s[\]]+)\s*\[\/embed\]/gi,
    (_, address: string) => `\n\n${player(address)}\n\n`,
  );
}

/** A shortcode that is a paragraph of its own stands outside of it. */
function unwrapShortcodes(html: string): string {
  return html.replace(/<p>\s*(\[[^<>]*?\](?:\s*<br ?\/?>)?)\s*<\/p>/g, "$1");
}

/** Notes that plugins write within the text get a number, and their texts a list at the end. */
function gatherNotes(html: string): string {
  if (!html.includes("<pivert-footnote>")) return html;
  const notes: string[] = [];
  const text = html.replace(/<pivert-footnote>([\s\S]*?)<\/pivert-footnote>/g, (_, note: string) => {
    const known = notes.indexOf(note);
    const number = known === -1 ? notes.push(note) : known + 1;
    return `<sup class="fn"><a href="#pivert-fn-${number}" id="pivert-fn-${number}-link">${number}</a></sup>`;
  });
  const items = notes.map(
    (note, index) => `<li id="pivert-fn-${index + 1}">${note} <a href="#pivert-fn-${index + 1}-link">↩︎</a></li>`,
  );
  return `${text}<ol class="wp-block-footnotes">${items.join("")}</ol>`;
}
