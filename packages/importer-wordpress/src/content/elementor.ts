/** The text of a page that Elementor made: it lies in a field of its own, and what WordPress stores may be out of date. */
import type { ContentContext } from "./content-context.ts";
import { player } from "./embeds.ts";
import { expandShortcodes } from "./expand-shortcodes.ts";
import { escapeHtml } from "./html-text.ts";
import { image } from "./shortcode-table.ts";

type Settings = Record<string, unknown>;

/** Its HTML, in reading order; `undefined` when the field cannot be read. */
export function elementorHtml(json: string, context: ContentContext): string | undefined {
  let elements: unknown;
  try {
    elements = JSON.parse(json);
  } catch {
    // Not written by Elementor, or cut: the stored text is used.
    return undefined;
  }
  if (!Array.isArray(elements) || elements.length === 0) return undefined;
  return elements.map((element) => elementHtml(element, context, 0)).join("\n");
}

function elementHtml(element: unknown, context: ContentContext, depth: number): string {
  if (element === null || typeof element !== "object" || depth > 40) return "";
  const { widgetType, settings, elements } = element as { widgetType?: string; settings?: unknown; elements?: unknown };
  const inner = Array.isArray(elements)
    ? elements.map((child) => elementHtml(child, context, depth + 1)).join("\n")
    : "";
  if (!widgetType) return inner;
  const values = settings !== null && typeof settings === "object" ? (settings as Settings) : {};
  const make = Object.hasOwn(WIDGETS, widgetType) ? WIDGETS[widgetType] : undefined;
  if (make) return make(values, context) + inner;
  const words = ["title", "heading", "editor", "description", "text", "content", "html"]
    .map((key) => textOf(values[key]))
    .filter(Boolean);
  if (words.length === 0 && inner === "") context.notice("lost", `module « ${widgetType} » d’Elementor`);
  return words.map((word) => `<div>${word}</div>`).join("") + inner;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function urlOf(value: unknown): string {
  return value !== null && typeof value === "object" && "url" in value ? textOf(value.url) : textOf(value);
}

function picture(value: unknown, context: ContentContext, href = ""): string {
  const id = value !== null && typeof value === "object" && "id" in value ? Number(value.id) : 0;
  const found = context.attachment(id);
  const src = found?.url ?? urlOf(value);
  return src ? image(src, found?.alt ?? "", { href: href || undefined }) : "";
}

const WIDGETS: Record<string, (settings: Settings, context: ContentContext) => string> = {
  heading: ({ title, header_size, link }) => {
    const level = /^h[1-6]$/.test(textOf(header_size)) ? textOf(header_size) : "h2";
    const href = urlOf(link);
    return `<${level}>${href ? `<a href="${escapeHtml(href)}">${textOf(title)}</a>` : textOf(title)}</${level}>`;
  },
  "text-editor": ({ editor }, context) => expandShortcodes(textOf(editor), context),
  image: ({ image: value, link }, context) => picture(value, context, urlOf(link)),
  "image-box": ({ image: value, title_text, description_text }, context) =>
    `${picture(value, context)}<h3>${textOf(title_text)}</h3><p>${textOf(description_text)}</p>`,
  "icon-box": ({ title_text, description_text }) => `<h3>${textOf(title_text)}</h3><p>${textOf(description_text)}</p>`,
  button: ({ text, link }) =>
    `<p><a class="wp-block-button__link" href="${escapeHtml(urlOf(link))}">${textOf(text)}</a></p>`,
  video: ({ youtube_url, vimeo_url, dailymotion_url, hosted_url }) => {
    const local = urlOf(hosted_url);
    const address = textOf(youtube_url) || textOf(vimeo_url) || textOf(dailymotion_url);
    return local ? `<video src="${escapeHtml(local)}"></video>` : address ? player(address) : "";
  },
  html: ({ html }) => textOf(html),
  shortcode: ({ shortcode }, context) => expandShortcodes(textOf(shortcode), context),
  "image-gallery": ({ wp_gallery }, context) => galleryOf(wp_gallery, context),
  "image-carousel": ({ carousel }, context) => galleryOf(carousel, context),
  toggle: ({ tabs }) => tabsOf(tabs),
  accordion: ({ tabs }) => tabsOf(tabs),
  tabs: ({ tabs }) => tabsOf(tabs),
  "icon-list": ({ icon_list }) => {
    const items = Array.isArray(icon_list) ? icon_list.map((item: Settings) => `<li>${textOf(item.text)}</li>`) : [];
    return `<ul>${items.join("")}</ul>`;
  },
  testimonial: ({ testimonial_content, testimonial_name }) =>
    `<blockquote><p>${textOf(testimonial_content)}</p><cite>${textOf(testimonial_name)}</cite></blockquote>`,
  divider: () => "<hr>",
  spacer: () => "",
  form: (_, context) => {
    context.notice("contact", "formulaire de contact");
    return "";
  },
};

function galleryOf(images: unknown, context: ContentContext): string {
  return Array.isArray(images)
    ? `<div class="gallery">${images.map((one) => picture(one, context)).join("")}</div>`
    : "";
}

function tabsOf(tabs: unknown): string {
  if (!Array.isArray(tabs)) return "";
  return tabs
    .map((tab: Settings) => `<details><summary>${textOf(tab.tab_title)}</summary>${textOf(tab.tab_content)}</details>`)
    .join("");
}
