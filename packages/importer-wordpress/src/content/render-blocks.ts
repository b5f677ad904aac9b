/** The blocks of Gutenberg as HTML: what WordPress stores is kept, what it would make up is made or told. */
import { autop } from "@wordpress/autop";
import { parse } from "@wordpress/block-serialization-default-parser";
import type { ContentContext } from "./content-context.ts";
import { isEmbeddable, player } from "./embeds.ts";
import { decodeHtml, escapeHtml, textOfHtml } from "./html-text.ts";
import { CONTACT_FORM, image } from "./shortcode-table.ts";

type ParsedBlock = ReturnType<typeof parse>[number];
type Attributes = Record<string, unknown>;
type Maker = (attributes: Attributes, inner: string, context: ContentContext) => string;

export function hasBlocks(content: string): boolean {
  return content.includes("<!-- wp:");
}

/** @param depth how many shared blocks enclose this text: one that holds itself ends here */
export function renderBlocks(content: string, context: ContentContext, depth = 0): string {
  return parse(content)
    .map((block) => renderBlock(block, context, depth))
    .join("\n\n");
}

function renderBlock(block: ParsedBlock, context: ContentContext, depth: number): string {
  if (block.blockName === null) return block.innerHTML.trim() === "" ? "" : autop(block.innerHTML);
  let next = 0;
  const inner = block.innerContent
    .map((piece) => {
      if (piece !== null) return piece;
      const child = block.innerBlocks[next++];
      return child ? renderBlock(child, context, depth) : "";
    })
    .join("");
  const name = block.blockName.replace(/^core\//, "");
  const attributes = (block.attrs ?? {}) as Attributes;
  if (name === "block") return sharedBlock(attributes, context, depth);
  const make = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
  if (make) return make(attributes, inner, context);
  if (textOfHtml(inner) === "" && !/<(?:img|iframe|video|audio)\b/i.test(inner)) {
    const words = textOf(attributes);
    if (!SILENT.test(name)) context.notice("lost", `bloc « ${name} »${words ? ` (${words.slice(0, 80)})` : ""}`);
    return words && SILENT.test(name) ? "" : "";
  }
  return inner;
}

/** Words in the attributes of a block that shows nothing by itself. */
function textOf(attributes: Attributes): string {
  const words = ["content", "text", "title", "caption", "label", "heading"].map((key) => attributes[key]);
  return words
    .filter((word) => typeof word === "string")
    .join(" ")
    .trim();
}

function sharedBlock({ ref }: Attributes, context: ContentContext, depth: number): string {
  const content = context.reusableBlock(Number(ref));
  if (content !== undefined && depth < 5) return renderBlocks(content, context, depth + 1);
  context.notice("lost", `bloc réutilisable n° ${String(ref)}, introuvable`);
  return "";
}

const nothing: Maker = () => "";
const theme =
  (what: string): Maker =>
  (_, __, context) => {
    context.notice("changed", `${what} : le thème montre cela lui-même`);
    return "";
  };
const contact: Maker = (_, __, context) => {
  context.notice("contact", "formulaire de contact");
  return CONTACT_FORM;
};

/** Blocks of themes and of other blocks' frames, in which no text is lost. */
const SILENT =
  /^(?:spacer|separator|post-|site-|query|comment|navigation|template-part|loginout|avatar|home-link|page-list|term-description|read-more|pattern|column$|columns$|group$|image$|paragraph$|heading$|list$|list-item$|cover$|buttons$|button$|gallery$|table$|tribe\/|details$|footnotes$|html$|legacy-widget|widget-group|accordion|freeform$|shortcode$|code$|preformatted$|verse$|quote$|media-text$|media_text$|video$|audio$|file$|nextpage$|more$)/;

const BLOCKS: Record<string, Maker> = {
  embed: (attributes, inner, context) => embedBlock(attributes, inner, context),
  "core-embed/youtube": (attributes, inner, context) => embedBlock(attributes, inner, context),
  more: nothing,
  nextpage: nothing,
  spacer: nothing,
  freeform: (_, inner) => autop(inner),
  footnotes: (_, __, context) => footnotes(context.footnotes),
  "latest-posts": theme("derniers articles"),
  "latest-comments": theme("derniers commentaires"),
  categories: theme("liste des rubriques"),
  "tag-cloud": theme("nuage de mots-clés"),
  archives: theme("archives"),
  calendar: theme("calendrier"),
  search: theme("recherche"),
  query: theme("liste d’articles"),
  "page-list": theme("liste des pages"),
  rss: ({ feedURL }, _, context) => {
    context.notice("lost", `flux d’un autre site (${String(feedURL ?? "")})`);
    return "";
  },
  "contact-form-7/contact-form-selector": contact,
  "wpforms/form-selector": contact,
  "jetpack/contact-form": contact,
  "gravityforms/form": contact,
  "mailpoet/subscription-form-block": contact,
  "social-links": (_, inner) => `<ul>${inner.replace(/<\/?ul[^>]*>/g, "")}</ul>`,
  "social-link": ({ url, label, service }) => {
    if (typeof url !== "string" || url === "") return "";
    const name = typeof label === "string" && label ? label : String(service ?? url);
    return `<li><a href="${escapeHtml(url)}">${escapeHtml(name.charAt(0).toUpperCase() + name.slice(1))}</a></li>`;
  },
  cover: ({ url, alt }, inner) => {
    // Newer versions hold the image in the HTML, older ones as a background.
    if (typeof url !== "string" || inner.includes("<img") || inner.includes("<video")) return inner;
    return image(url, typeof alt === "string" ? alt : "") + inner;
  },
  gallery: ({ ids, columns }, inner, context) => {
    if (inner.includes("<img") || !Array.isArray(ids))
      return inner.replace(/class="wp-block-gallery[^"]*"/, (found) => found);
    const figures = ids.map((id) => {
      const found = context.attachment(Number(id));
      if (!found) context.notice("missing-file", `image n° ${String(id)}`);
      return found ? image(found.url, found.alt, { caption: found.caption }) : "";
    });
    return `<div class="gallery gallery-columns-${Number(columns) || 3}">${figures.join("")}</div>`;
  },
  "jetpack/slideshow": (_, inner) => `<div class="gallery">${inner}</div>`,
  "jetpack/tiled-gallery": (_, inner) => `<div class="tiled-gallery">${inner}</div>`,
};

function embedBlock({ url }: Attributes, inner: string, context: ContentContext): string {
  const address = decodeHtml(typeof url === "string" ? url : (/https?:\/\/[^\s<"]+/.exec(inner)?.[0] ?? ""));
  const caption = /<figcaption[^>]*>([\s\S]*?)<\/figcaption>/i.exec(inner)?.[1] ?? "";
  const own = context.postAt(address);
  if (own) return `<p><a href="${escapeHtml(own.link)}">${escapeHtml(own.title)}</a></p>`;
  if (address === "") return inner;
  if (!isEmbeddable(address))
    return `<p><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></p>${caption && `<p>${caption}</p>`}`;
  return `<figure>${player(address)}${caption && `<figcaption>${caption}</figcaption>`}</figure>`;
}

/** The texts of notes, from the post's own field: `[{"id": "…", "content": "…"}]`. */
function footnotes(json: string): string {
  let notes: { id?: unknown; content?: unknown }[];
  try {
    notes = JSON.parse(json);
  } catch {
    return "";
  }
  if (!Array.isArray(notes)) return "";
  const items = notes.map(({ id, content }) => {
    const name = escapeHtml(String(id));
    return `<li id="${name}">${String(content)} <a href="#${name}-link">↩︎</a></li>`;
  });
  return `<ol class="wp-block-footnotes">${items.join("")}</ol>`;
}
