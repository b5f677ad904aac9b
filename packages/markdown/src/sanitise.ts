/** The last word on HTML: an allow-list of elements, attributes and schemes. The only door to sanitize-html. */
import sanitizeHtml from "sanitize-html";

const TAGS = [
  ..."a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em".split(
    " ",
  ),
  ..."figcaption figure h2 h3 h4 h5 h6 hr i input ins kbd li mark ol p pre q rp rt ruby s samp section small span".split(
    " ",
  ),
  ..."strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split(" "),
];

/** Classes that our own rendering and the imports give; others say nothing to a theme. */
const CLASSES = [
  ..."audio button center columns-2 columns-3 columns-4 contains-task-list credit data-footnote-backref".split(" "),
  ..."document figure file footnotes gallery left map player player-link poem right sr-only table to-center to-right task-list-item wide".split(
    " ",
  ),
  "language-*",
];

const OPTIONS: sanitizeHtml.IOptions = {
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
    col: ["span"],
    colgroup: ["span"],
    del: ["cite", "datetime"],
    details: ["open"],
    div: [
      { name: "role", multiple: false, values: ["region"] },
      { name: "tabindex", multiple: false, values: ["0"] },
      "aria-label",
    ],
    input: [{ name: "type", multiple: false, values: ["checkbox"] }, "checked", "disabled"],
    ins: ["cite", "datetime"],
    li: ["value"],
    ol: ["start", "reversed", { name: "type", multiple: false, values: ["1", "a", "A", "i", "I"] }],
    q: ["cite"],
    section: ["data-footnotes", "aria-label"],
    td: ["colspan", "rowspan", "headers"],
    th: ["colspan", "rowspan", "headers", "scope"],
    time: ["datetime"],
  },
  allowedClasses: { "*": CLASSES },
  allowedSchemes: ["https", "http", "mailto", "tel"],
  allowedSchemesAppliedToAttributes: ["href", "cite"],
  allowProtocolRelative: false,
  nonTextTags: [
    "script",
    "style",
    "textarea",
    "option",
    "noscript",
    "svg",
    "math",
    "template",
    "iframe",
    "object",
    "title",
    "xmp",
    "noembed",
    "noframes",
  ],
  disallowedTagsMode: "discard",
  enforceHtmlBoundary: false,
  nestingLimit: 150,
  exclusiveFilter: (frame) => frame.tag === "input" && frame.attribs.type !== "checkbox",
};

/** What nobody misses: wrappers without a meaning of their own. */
const HARMLESS = new Set(
  "center font big tt nobr main article header footer nav hgroup picture source img html body head".split(" "),
);

/**
 * Sanitises HTML.
 * @param onRemoved told the name of each element, attribute or scheme that carried something and was removed
 */
export function sanitise(html: string, onRemoved?: (what: string) => void): string {
  return sanitizeHtml(
    html,
    onRemoved ? { ...OPTIONS, onOpenTag: (tag, attributes) => report(tag, attributes, onRemoved) } : OPTIONS,
  );
}

function report(tag: string, attributes: Record<string, string>, onRemoved: (what: string) => void): void {
  if (!TAGS.includes(tag) && !HARMLESS.has(tag)) onRemoved(`<${tag}>`);
  for (const [name, value] of Object.entries(attributes)) {
    if (/^on/i.test(name) || name === "srcdoc" || name === "formaction") onRemoved(`${name}="${value}"`);
  }
}
