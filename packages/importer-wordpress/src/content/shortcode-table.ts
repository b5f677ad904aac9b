/** What each shortcode of WordPress and of common plugins becomes, as HTML that `htmlToMarkdown` understands. */
import type { ContentContext } from "./content-context.ts";
import { player } from "./embeds.ts";
import { escapeHtml } from "./html-text.ts";
import type { Shortcode } from "./shortcodes.ts";

/** The mark of a contact form, which `htmlToMarkdown` makes the site's own. */
export const CONTACT_FORM = '<div class="contact-form"></div>';

/** Gives HTML; `inner` is what the shortcode encloses, its own shortcodes replaced. */
type Maker = (code: Shortcode & { inner: string }, context: ContentContext) => string;

const ids = (list: string | undefined): number[] =>
  (list ?? "")
    .split(/[\s,]+/)
    .map(Number)
    .filter((id) => id > 0);
const link = (href: string | undefined, label: string) =>
  href ? `<p><a class="wp-block-button__link" href="${escapeHtml(href)}">${label}</a></p>` : label;
const heading = (text: string | undefined, level = 3) => (text ? `<h${level}>${text}</h${level}>` : "");
const details = (title: string | undefined, inner: string) =>
  `<details><summary>${title ?? "…"}</summary>${inner}</details>`;
const unwrapped: Maker = ({ inner }) => inner;
const contact: Maker = (_, context) => {
  context.notice("contact", "formulaire de contact");
  return CONTACT_FORM;
};
const theme =
  (what: string): Maker =>
  (_, context) => {
    context.notice("changed", `${what} : le thème montre cela lui-même`);
    return "";
  };

export function image(src: string, alt = "", more: { href?: string; caption?: string; align?: string } = {}): string {
  const picture = `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`;
  const linked = more.href ? `<a href="${escapeHtml(more.href)}">${picture}</a>` : picture;
  const caption = more.caption ? `<figcaption>${more.caption}</figcaption>` : "";
  return `<figure${more.align ? ` class="align${more.align}"` : ""}>${linked}${caption}</figure>`;
}

/** An image of the media library; one that is not there is told. */
function libraryImage(id: number, context: ContentContext, more: Parameters<typeof image>[2] = {}): string {
  const found = context.attachment(id);
  if (found) return image(found.url, found.alt, more);
  context.notice("missing-file", `image n° ${id}`);
  return "";
}

const gallery: Maker = ({ attributes }, context) => {
  const wanted = attributes.ids ?? attributes.include ?? attributes.images;
  const left = new Set(ids(attributes.exclude));
  const chosen = (wanted ? ids(wanted) : context.imagesOf(Number(attributes.id) || context.postId)).filter(
    (id) => !left.has(id),
  );
  const figures = chosen.map((id) => {
    const found = context.attachment(id);
    const href = attributes.link === "none" ? undefined : attributes.link === "file" ? found?.url : found?.link;
    return libraryImage(id, context, { href, caption: found?.caption });
  });
  return figures.length === 0
    ? ""
    : `<div class="gallery gallery-columns-${Number(attributes.columns) || 3}">${figures.join("")}</div>`;
};

/** The image, its link and its caption, in the three forms that WordPress has written. */
const caption: Maker = ({ attributes, inner }) => {
  const [picture = ""] = /<a\b[^>]*>\s*<img\b[^>]*>\s*<\/a>|<img\b[^>]*>/i.exec(inner) ?? [];
  const text =
    attributes.caption ??
    inner
      .replace(picture, "")
      .replace(/^\s*<\/?p>|<\/?p>\s*$/g, "")
      .trim();
  if (!picture) return inner;
  const align = attributes.align ? ` ${attributes.align}` : "";
  return `<figure class="wp-caption${align}">${picture}${text && `<figcaption>${text}</figcaption>`}</figure>`;
};

const media =
  (kind: "audio" | "video"): Maker =>
  ({ attributes, inner }, context) => {
    const formats = ["src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "mp4", "m4v", "webm", "ogv", "flv", "0"];
    const src = formats.map((name) => attributes[name]).find((value) => value && /[./]/.test(value));
    if (src) return `<${kind} src="${escapeHtml(src)}"></${kind}>`;
    context.notice("missing-file", `${kind === "audio" ? "son" : "vidéo"} sans adresse`);
    return inner;
  };

const playlist: Maker = ({ attributes }, context) =>
  ids(attributes.ids)
    .map((id) => {
      const found = context.attachment(id);
      if (!found) context.notice("missing-file", `morceau n° ${id}`);
      const kind = attributes.type === "video" ? "video" : "audio";
      return found
        ? `<figure><${kind} src="${escapeHtml(found.url)}"></${kind}><figcaption>${escapeHtml(found.title)}</figcaption></figure>`
        : "";
    })
    .join("");

const embed: Maker = ({ attributes, content }) => {
  const address = (content ?? attributes.src ?? attributes.url ?? attributes.link ?? attributes["0"] ?? "").trim();
  return /^https?:/.test(address) ? player(address) : "";
};

/** `url:%2Fcontact%2F|title:Contact` of WPBakery. */
function builderLink(written: string | undefined): string | undefined {
  const url = /(?:^|\|)url:([^|]*)/.exec(written ?? "")?.[1];
  if (url === undefined) return written || undefined;
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

const divi = ({ attributes: a, inner }: { attributes: Record<string, string>; inner: string }): string => {
  const picture = a.image || a.src ? image(a.image ?? a.src ?? "", a.alt ?? a.title_text ?? "", { href: a.url }) : "";
  const buttonAddress = a.button_url ?? a.button_link ?? a.link_url;
  const label = a.button_text ?? a.button_one_text;
  return `${picture}${heading(a.title ?? a.heading ?? a.name)}${a.subhead ? `<p>${a.subhead}</p>` : ""}${inner}${label ? link(buttonAddress ?? a.button_one_url, label) : ""}`;
};

/** Footnotes of plugins: gathered at the end of the post by `gatherNotes`. */
const note: Maker = ({ inner, content }) =>
  content === undefined ? "" : `<pivert-footnote>${inner.trim()}</pivert-footnote>`;

const code: Maker = ({ attributes, content }) => {
  const lang = attributes.lang ?? attributes.language ?? attributes["0"];
  const text = (content ?? "")
    .replace(/<br ?\/?>\n?/g, "\n")
    .replace(/<\/?p>/g, "\n")
    .replace(/^\n+|\s+$/g, "");
  return `<pre><code${lang ? ` class="language-${lang.replace(/[^\w+#-]/g, "")}"` : ""}>${text.replace(/<(?!\/?(?:b|i|em|strong)\b)/g, "&lt;")}</code></pre>`;
};

export const SHORTCODES: Record<string, Maker> = {
  caption,
  wp_caption: caption,
  gallery,
  audio: media("audio"),
  video: media("video"),
  playlist,
  embed,
  youtube: embed,
  vimeo: embed,
  dailymotion: embed,
  soundcloud: embed,
  tweet: embed,
  twitter: embed,
  peertube: embed,
  iframe: embed,
  googlemaps: embed,
  su_youtube: embed,
  su_vimeo: embed,
  helloasso: ({ attributes }, context) => {
    const { campaign } = attributes;
    if (!campaign) return contact({ tag: "helloasso", attributes, content: undefined, inner: "" }, context);
    return player(
      `${campaign.replace(/\/$/, "")}/${attributes.type === "widget-bouton" ? "widget-bouton" : "widget"}`,
      "HelloAsso",
    );
  },
  code,
  sourcecode: code,
  note,
  efn_note: note,
  ref: note,
  mfn: note,
  footnote: note,
  su_button: ({ attributes, inner }) => link(attributes.url, inner),
  button: ({ attributes, inner }) =>
    link(attributes.url ?? attributes.link ?? attributes.href, inner || (attributes.text ?? "")),
  su_note: unwrapped,
  su_box: ({ attributes, inner }) => heading(attributes.title) + inner,
  su_quote: ({ attributes, inner }) =>
    `<blockquote>${inner}${attributes.cite ? `<cite>${attributes.cite}</cite>` : ""}</blockquote>`,
  su_spoiler: ({ attributes, inner }) => details(attributes.title, inner),
  spoiler: ({ attributes, inner }) => details(attributes.title, inner),
  toggle: ({ attributes, inner }) => details(attributes.title, inner),
  su_tab: ({ attributes, inner }) => heading(attributes.title) + inner,
  tab: ({ attributes, inner }) => heading(attributes.title) + inner,
  accordion: ({ attributes, inner }) => (attributes.title ? details(attributes.title, inner) : inner),
  su_image: ({ attributes }) => (attributes.src ? image(attributes.src, attributes.alt) : ""),
  "contact-form-7": contact,
  "contact-form": contact,
  wpforms: contact,
  gravityform: contact,
  ninja_form: contact,
  formidable: contact,
  mc4wp_form: contact,
  sgpx: ({ attributes }) =>
    attributes.gpx
      ? `<p><a href="${escapeHtml(attributes.gpx)}">${escapeHtml(attributes.gpx.split("/").at(-1) ?? "")}</a></p>`
      : "",
  "leaflet-map": ({ attributes: { lat, lng, zoom = "15" }, inner }) => {
    if (!lat || !lng) return inner;
    return player(`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=${zoom}/${lat}/${lng}`, "Carte") + inner;
  },
  "leaflet-marker": unwrapped,
  tribe_events: theme("liste d’évènements"),
  tribe_events_list: theme("liste d’évènements"),
  recent_posts: theme("derniers articles"),
  archives: theme("archives"),
  // Divi: sections, rows and columns in reading order; what holds text, images and buttons.
  et_pb_image: ({ attributes: a }) =>
    a.src ? image(a.src, a.alt ?? a.title_text, { href: a.url, align: a.align }) : "",
  et_pb_button: ({ attributes: a }) => link(a.button_url, a.button_text ?? ""),
  et_pb_toggle: ({ attributes: a, inner }) => details(a.title, inner),
  et_pb_accordion_item: ({ attributes: a, inner }) => details(a.title, inner),
  et_pb_tab: ({ attributes: a, inner }) => heading(a.title) + inner,
  et_pb_video: ({ attributes: a }) => (a.src ? player(a.src) : ""),
  et_pb_video_slider_item: ({ attributes: a }) => (a.src ? player(a.src) : ""),
  et_pb_audio: ({ attributes: a }) => (a.audio ? `<audio src="${escapeHtml(a.audio)}"></audio>` : ""),
  et_pb_gallery: ({ attributes: a, ...code }, context) =>
    gallery({ ...code, attributes: { ids: a.gallery_ids ?? "", columns: "3" } }, context),
  et_pb_code: ({ inner }) => inner,
  et_pb_contact_form: contact,
  et_pb_contact_field: () => "",
  et_pb_blog: theme("derniers articles"),
  // WPBakery.
  vc_single_image: ({ attributes: a }, context) =>
    libraryImage(Number(a.image), context, { align: a.alignment, href: builderLink(a.link) }),
  vc_btn: ({ attributes: a }) => link(builderLink(a.link), a.title ?? ""),
  vc_button: ({ attributes: a }) => link(a.href, a.title ?? ""),
  vc_custom_heading: ({ attributes: a }) => heading(a.text, 2),
  vc_video: ({ attributes: a }) => (a.link ? player(a.link) : ""),
  vc_gallery: ({ attributes: a, ...code }, context) =>
    gallery({ ...code, attributes: { ids: a.images ?? "" } }, context),
  vc_images_carousel: ({ attributes: a, ...code }, context) =>
    gallery({ ...code, attributes: { ids: a.images ?? "" } }, context),
  vc_message: unwrapped,
  vc_tta_section: ({ attributes: a, inner }) => heading(a.title) + inner,
  vc_toggle: ({ attributes: a, inner }) => details(a.title, inner),
  vc_raw_html: ({ content }) => decodeURIComponent(Buffer.from((content ?? "").trim(), "base64").toString("utf8")),
  vc_raw_js: () => "",
};

/** Families whose members enclose text: an unknown one gives its titles, images and buttons, and what it encloses. */
export const FAMILIES: readonly (readonly [prefix: RegExp, make: Maker])[] = [
  [/^et_pb_/, divi],
  [/^(?:vc_|fusion_|av_|fl_|su_|mk_|x_|cs_|tatsu_|avia_|wpb_|one_|two_|three_|col|row$|column)/, divi],
];

/** Tags that plugins are known to use: they are shortcodes although nothing of ours replaces them. */
export const PLUGIN_TAGS =
  /^(?:table|tablepress|ngg_images|nggallery|imagebrowser|slideshow|wpdm_\w+|metaslider|smartslider3|rev_slider|layerslider|envira-gallery|foogallery|modula|events_list|event|calendar|eo_\w+|woocommerce_\w+|products?|add_to_cart|wpcode|insert|download|dropcap|highlight|icon|social|share|login|restrict|member|polldaddy|poll|wp_\w+|jetpack_\w+|display-posts|catlist|sitemap|wp-\w+|bbp-\w+|acf|leaflet-\w+|gpx|osm_\w*|flexmap|google-map\w*|map|countdown|tooltip|timeline|faq|testimonial\w*|team\w*|ultimate_\w+|do_widget|gravityforms|wpdatatable|wpgmza|the_grid|ess_grid|pdf\w*|embedpress\w*|embeddoc|gview|flipbook|dflip|forminator_\w+|caldera_form\w*|newsletter\w*|mailpoet\w*|sibwp_form|give_\w+|donation\w*)$/;
