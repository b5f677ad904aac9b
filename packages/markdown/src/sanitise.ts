/** The last word on HTML: an allow-list of elements, attributes and schemes. The only door to sanitize-html. */
import sanitizeHtml from "sanitize-html";

/** The most frequent first: sanitize-html looks through the list for each element and text. */
const TAGS = [
  ..."p a li em strong br h2 h3 code ul ol td tr h4 blockquote span div th figure figcaption".split(" "),
  ..."tbody thead table sup hr small pre del section".split(" "),
  ..."abbr address aside b bdi bdo caption cite col colgroup dd details dfn dl dt h5 h6 i input ins kbd mark".split(
    " ",
  ),
  // Made by the block of a player alone: a text's own has no address of a known site.
  "click-player",
  ..."q rp rt ruby s samp sub summary tfoot time u var wbr".split(" "),
];

/** Elements whose content is no text to read: it goes with them. */
const DROPPED = new Set(
  "script style textarea option noscript svg math template iframe object title xmp noembed noframes".split(" "),
);

/** Classes that our own rendering and the imports give; others say nothing to a theme. */
const CLASSES = [
  ..."audio button center columns-2 columns-3 columns-4 contact-form contains-task-list credit data-footnote-backref".split(
    " ",
  ),
  ..."document figure file footnotes gallery left map player player-link poem right sr-only table to-center to-right task-list-item video wide".split(
    " ",
  ),
  "language-*",
];

// `allowedEmptyAttributes` is in the documentation, but not yet in the types.
const OPTIONS: sanitizeHtml.IOptions & { allowedEmptyAttributes: string[] } = {
  allowedTags: TAGS,
  allowedAttributes: {
    "*": ["id", "lang", "dir", "title", "class"],
    a: [
      "href",
      "hreflang",
      "rel",
      "download",
      "aria-describedby",
      "aria-label",
      "data-footnote-ref",
      "data-footnote-backref",
    ],
    blockquote: ["cite"],
    "click-player": ["data-src"],
    col: ["span"],
    colgroup: ["span"],
    del: ["cite", "datetime"],
    details: ["open"],
    div: [
      { name: "role", multiple: false, values: ["group"] },
      { name: "tabindex", multiple: false, values: ["0"] },
      "aria-label",
    ],
    input: [{ name: "type", multiple: false, values: ["checkbox"] }, "checked", "disabled", "aria-label"],
    ins: ["cite", "datetime"],
    li: ["value"],
    ol: ["start", "reversed", { name: "type", multiple: false, values: ["1", "a", "A", "i", "I"] }],
    q: ["cite"],
    section: ["data-footnotes", "aria-label"],
    td: ["colspan", "rowspan", "headers"],
    th: ["colspan", "rowspan", "headers", "scope"],
    time: ["datetime"],
  },
  allowedEmptyAttributes: ["download"],
  allowedClasses: { "*": CLASSES },
  allowedSchemes: ["https", "http", "mailto", "tel"],
  allowedSchemesAppliedToAttributes: ["href", "cite"],
  allowProtocolRelative: false,
  nonTextTags: [...DROPPED],
  disallowedTagsMode: "discard",
  enforceHtmlBoundary: false,
  nestingLimit: 150,
  exclusiveFilter: (frame) => frame.tag === "input" && frame.attribs.type !== "checkbox",
};

/** What nobody misses: wrappers without a meaning of their own, and what becomes something else before this step. */
const HARMLESS = new Set(
  "center font big tt nobr main article header footer nav hgroup picture source img h1 html body head".split(" "),
);
const ALLOWED = new Set(TAGS);

/** What becomes of an element: `kept`, `unwrapped` (its content stays), `removed` (also worth telling), or `dropped` whole. */
export function fateOf(tagName: string): "kept" | "unwrapped" | "removed" | "dropped" {
  if (ALLOWED.has(tagName)) return "kept";
  if (DROPPED.has(tagName)) return "dropped";
  return HARMLESS.has(tagName) ? "unwrapped" : "removed";
}

/** Characters that HTML must not hold (HTML, "preprocessing the input stream"), and that nobody sees. */
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g;

/** Sanitises HTML. */
export function sanitise(html: string): string {
  // Before, never after: what is taken out of `java<U+0092>script:` must be seen by the check of schemes.
  return sanitizeHtml(html.replace(INVISIBLE, ""), OPTIONS);
}
