/** Markdown and blocks to sanitised HTML, front matter, typography and links. */

export type { Loss } from "./from-html/drop-clutter.ts";
export {
  type AddressUse,
  type ConvertedHtml,
  type HtmlToMarkdownOptions,
  htmlToMarkdown,
} from "./from-html/html-to-markdown.ts";
export { type EntryParts, formatEntry, splitFrontMatter } from "./front-matter.ts";
export { type LinkContext, resolveLink, type Target } from "./links.ts";
export { MAX_DEPTH } from "./parse-markdown.ts";
export { type RenderedMarkdown, type RenderMarkdownOptions, renderMarkdown } from "./render-markdown.ts";
export { fillSlots, type Slot } from "./slots.ts";
export { type Heading, mediaHref, type PageLink } from "./transform-tree.ts";
export { typographyFr } from "./typography.ts";
