/** Pictures, players, files and buttons of an article become the blocks of `model` that an editor can change. */
import { isWebAddress } from "@pivert/model";
import type { Element, ElementContent, Root } from "hast";
import { playerAddress, playerName } from "../player-address.ts";
import { blockNode } from "./block-node.ts";
import type { Loss } from "./drop-clutter.ts";
import {
  attribute,
  classesOf,
  element,
  find,
  findAll,
  hasClass,
  isBlank,
  isElement,
  lineIn,
  type Node,
  type Parent,
  textNode,
} from "./elements.ts";

/** Elements in which nothing may stand on a line of its own: what plays becomes a link there. */
const CLOSED = ["table", "dl", "pre"];

/** What takes the place of an element; `undefined` leaves it as it is. */
type Recogniser = (node: Element, context: Context) => ElementContent[] | undefined;

interface Context {
  losses: Loss[];
  /** Whether the element lies in a table or the like. */
  closed: boolean;
}

/** Rewrites the tree in place, outermost first. */
export function findMedia(root: Root): Loss[] {
  const losses: Loss[] = [];
  visit(root, { losses, closed: false });
  return losses;
}

function visit(parent: Parent, context: Context): void {
  parent.children = (parent.children as Node[]).flatMap((child) => {
    if (!isElement(child)) return [child];
    for (const recognise of RECOGNISERS) {
      const found = recognise(child, context);
      if (found) return found;
    }
    visit(child, { ...context, closed: context.closed || isElement(child, ...CLOSED) });
    return [child];
  }) as Parent["children"];
}

/** The children of a node, each recognised in its turn. */
function visited(children: ElementContent[], context: Context): ElementContent[] {
  const holder = element("div", {}, children);
  visit(holder, context);
  return holder.children;
}

const RECOGNISERS: readonly Recogniser[] = [
  contactForm,
  gallery,
  playlist,
  fileLink,
  button,
  framedDocument,
  figure,
  ownPost,
  frame,
  tweet,
  image,
  alignedImage,
];

const GALLERY =
  /(?:^| )(?:gallery|wp-block-gallery|blocks-gallery-grid|tiled-gallery|wp-block-jetpack-tiled-gallery)(?: |$)/;

function gallery(node: Element, { closed }: Context): ElementContent[] | undefined {
  if (closed || !GALLERY.test(classesOf(node))) return undefined;
  const images = findAll(node, (child) => isElement(child, "img"));
  if (images.length === 0) return undefined;
  const columns = /(?:columns|gallery-columns)-(\d)/.exec(classesOf(node))?.[1] ?? "3";
  const figures = findAll(
    node,
    (child) => isElement(child, "figure", "dl", "li") && images.filter((one) => holds(child, one)).length === 1,
  );
  const items = images.map((one) => {
    const around = figures.find((item) => holds(item, one));
    const caption = around && captionOf(around);
    return { image: one, link: linkAround(node, one), caption };
  });
  const own = findAll(node, isCaption).find((caption) => !items.some((item) => item.caption === caption));
  const children = items.map(
    (item) =>
      plainFigure(item.image, item.link, item.caption) ?? blockFigure(item.image, item.link, item.caption, undefined),
  );
  if (own && !isBlank(own)) children.push(element("p", {}, inline(own.children)));
  return [blockNode("gallery", { columns: columns < "2" ? "2" : columns > "4" ? "4" : columns }, children)];
}

/** The empty box that imports leave where a form stood. */
function contactForm(node: Element, { closed }: Context): ElementContent[] | undefined {
  return !closed && hasClass(node, "contact-form") && isBlank(node) ? [blockNode("contact", {})] : undefined;
}

function playlist(node: Element, context: Context): ElementContent[] | undefined {
  if (context.closed || !hasClass(node, "wp-playlist")) return undefined;
  const tracks = findAll(node, (child) => isElement(child, "a") && attribute(child, "href") !== undefined);
  return tracks.flatMap((track) =>
    playerFor(
      attribute(track, "href") ?? "",
      lineIn(track),
      hasClass(node, "wp-video-playlist") ? "video" : "audio",
      context,
    ),
  );
}

function fileLink(node: Element, { closed }: Context): ElementContent[] | undefined {
  if (closed || !hasClass(node, "wp-block-file")) return undefined;
  const link =
    find(node, (child) => isElement(child, "a") && !hasClass(child, "wp-block-file__button")) ??
    find(node, (child) => isElement(child, "a"));
  const address = link && attribute(link, "href");
  if (!link || !address) return undefined;
  return [documentOf(address, lineIn(link)) ?? element("p", {}, [link])];
}

function documentOf(address: string, title: string): Element | undefined {
  return isLocal(address) ? blockNode("document", { src: address, title }) : undefined;
}

function button(node: Element, { closed }: Context): ElementContent[] | undefined {
  if (closed || !isElement(node, "a") || !hasClass(node, "wp-block-button__link", "wp-element-button"))
    return undefined;
  const to = attribute(node, "href") ?? "";
  const label = lineIn(node);
  const known = isWebAddress(to) || /^(?:mailto:|tel:|\/(?!\/))/.test(to);
  return known && label !== "" && label.length <= 120 && !find(node, (child) => isElement(child, "img"))
    ? [blockNode("button", { to, label })]
    : undefined;
}

/** The box that SPIP puts around a figure: it has the place. */
function framedDocument(node: Element, context: Context): ElementContent[] | undefined {
  if (!hasClass(node, "spip_documents", "wp-block-image") || isElement(node, "figure")) return undefined;
  const inner = find(node, (child) => isElement(child, "figure"));
  return inner ? figureFrom(inner, alignOf(node) ?? alignOf(inner), context) : undefined;
}

function figure(node: Element, context: Context): ElementContent[] | undefined {
  if (!isElement(node, "figure") && !hasClass(node, "wp-caption", "wp-block-image")) return undefined;
  return figureFrom(node, alignOf(node), context);
}

function figureFrom(node: Element, align: string | undefined, context: Context): ElementContent[] | undefined {
  const caption = captionOf(node);
  const content = without(node, caption);
  const frames = findAll(content, isFrame);
  const images = findAll(content, (child) => isElement(child, "img"));
  const [only] = images;
  if (context.closed) return undefined;
  if (
    isElement(
      find(content, (child) => isElement(child, "table")),
      "table",
    )
  )
    return undefined;
  if (frames.length > 0 && find(content, (child) => isElement(child, "blockquote")) === undefined)
    return frames.flatMap((one) => playersFrom(one, caption ? lineIn(caption) : undefined, context));
  if (only && images.length === 1 && lineIn(content) === "") {
    const link = linkAround(content, only);
    // The small icon of a file that SPIP links to.
    if (link && /\/vignettes\//.test(attribute(only, "src") ?? "")) return fileWithCaption(link, caption);
    const own = align ?? alignOf(only);
    return [(own ? undefined : plainFigure(only, link, caption)) ?? blockFigure(only, link, caption, own)];
  }
  const rest = visited(content.children, context);
  if (caption && !isBlank(caption)) rest.push(...paragraphs(caption));
  return rest;
}

function fileWithCaption(link: Element, caption: Element | undefined): ElementContent[] {
  const address = attribute(link, "href") ?? "";
  const title = caption && find(caption, (child) => hasClass(child, "spip_doc_titre"));
  const name = lineIn(title ?? caption ?? element("p")) || address.slice(address.lastIndexOf("/") + 1);
  const rest = caption && title ? [without(caption, title)] : [];
  const block = documentOf(address, name) ?? element("p", {}, [{ ...link, children: [textNode(name)] }]);
  return [block, ...rest.filter((one) => !isBlank(one)).flatMap(paragraphs)];
}

/** An image with what Markdown itself can say: a text, a link, a caption of plain words. */
function plainFigure(image: Element, link: Element | undefined, caption: Element | undefined): Element | undefined {
  const words = caption ? lineIn(caption) : "";
  if (words !== "" && (link || !isPlain(caption))) return undefined;
  const picture = { ...image, properties: { ...image.properties, title: words || undefined } };
  return element("p", {}, [link ? { ...link, children: [picture] } : picture]);
}

function isPlain(caption: Element | undefined): boolean {
  return caption === undefined || caption.children.every(({ type }) => type === "text" || type === "comment");
}

/** An image with its place, its link and a caption that may hold links and emphasis. */
function blockFigure(
  image: Element,
  link: Element | undefined,
  caption: Element | undefined,
  align: string | undefined,
): Element {
  const src = attribute(image, "src") ?? "";
  const to = link && attribute(link, "href");
  const credits = caption && find(caption, (child) => hasClass(child, "spip_doc_credits"));
  const credit = credits && isPlain(credits) && lineIn(credits).length <= 200 ? credits : undefined;
  const words = caption && credit ? without(caption, credit) : caption;
  const children = words && !isBlank(words) ? paragraphs(words) : [];
  if (!isLocal(src) || (to !== undefined && !isTarget(to)))
    return element("div", {}, [plainFigure(image, link, undefined) ?? image, ...children]);
  const alt = attribute(image, "alt")?.trim().slice(0, 500);
  return blockNode("figure", { src, alt, align, link: to, credit: credit && lineIn(credit) }, children);
}

/** A caption as blocks: itself a paragraph when it holds one line. */
function paragraphs(caption: Element): ElementContent[] {
  return caption.children.some((child) => isElement(child, "p", "div", "ul", "ol", "blockquote"))
    ? caption.children
        .filter((child) => !isBlank(child))
        .map((child) => (isElement(child, "div") ? { ...child, tagName: "p" } : child))
    : [element("p", {}, caption.children)];
}

/** The words of a caption, when they must stand on one line. */
function inline(children: ElementContent[]): ElementContent[] {
  return children.flatMap((child) => (isElement(child, "p", "div") ? child.children : [child]));
}

const FRAMES = ["iframe", "video", "audio", "object", "embed"];

function isFrame(node: Element): boolean {
  return FRAMES.includes(node.tagName);
}

function frame(node: Element, context: Context): ElementContent[] | undefined {
  return isFrame(node) ? playersFrom(node, undefined, context) : undefined;
}

/** The player for a frame, sound or film; what has no address is lost, and what it would have shown instead stays. */
function playersFrom(node: Element, caption: string | undefined, context: Context): ElementContent[] {
  const inner = find(node, (child) => isElement(child, "source", "embed", "param") && sourceOf(child) !== undefined);
  const address = sourceOf(node) ?? (inner && sourceOf(inner));
  const title = caption || attribute(node, "title") || "";
  const kind = isElement(node, "audio", "video") ? node.tagName : undefined;
  if (address !== undefined && !/^(?:about|javascript|data):/i.test(address)) {
    const poster = attribute(node, "poster");
    return playerFor(address, title, kind, context, poster && isLocal(poster) ? poster : undefined);
  }
  if (isElement(node, "iframe"))
    context.losses.push({ what: "frame", found: (attribute(node, "srcDoc") ?? title).slice(0, 120) });
  return isElement(node, "object") ? visited(node.children, context) : [];
}

function sourceOf(node: Element): string | undefined {
  const name = isElement(node, "param") ? attribute(node, "name")?.toLowerCase() : undefined;
  const written = isElement(node, "object")
    ? attribute(node, "data")
    : isElement(node, "param")
      ? name === "movie" || name === "src"
        ? attribute(node, "value")
        : undefined
      : (attribute(node, "src") ?? attribute(node, "dataSrc"));
  return written?.trim() || undefined;
}

function playerFor(
  written: string,
  title: string,
  kind: string | undefined,
  context: Context,
  poster?: string,
): ElementContent[] {
  const { url, kind: found } = playerAddress(written.startsWith("//") ? `https:${written}` : written);
  const name = title.replace(/\s+/g, " ").trim().slice(0, 300);
  if (isLocal(url)) {
    const file = url.slice(url.lastIndexOf("/") + 1);
    if (context.closed) return [linkTo(url, name || file)];
    if (kind === "audio") return [blockNode("audio", { src: url, title: name || file })];
    if (kind === "video") return [blockNode("video", { url, title: name || file, poster })];
    return [element("p", {}, [linkTo(url, name || file)])];
  }
  if (!isWebAddress(url) || /\.swf(?:[?#]|$)/i.test(url)) {
    context.losses.push({ what: "frame", found: url.slice(0, 120) });
    return name === "" ? [] : [textNode(name)];
  }
  const label = name || playerName(url);
  if (context.closed) return [linkTo(url, label)];
  return [blockNode(kind === "video" || found === "video" ? "video" : "embed", { url, title: label, poster })];
}

function linkTo(href: string, text: string): Element {
  return element("a", { href }, [textNode(text)]);
}

function tweet(node: Element, { closed }: Context): ElementContent[] | undefined {
  if (
    closed ||
    !isElement(node, "blockquote") ||
    !/twitter-tweet|instagram-media|tiktok-embed|mastodon-embed/.test(classesOf(node))
  )
    return undefined;
  const links = findAll(node, (child) => isElement(child, "a") && isWebAddress(attribute(child, "href") ?? ""));
  const url = attribute(links.at(-1) ?? node, "href") ?? attribute(node, "cite");
  if (!url || !isWebAddress(url)) return undefined;
  return [blockNode("embed", { url: url.replace(/\?ref_src=.*$/, ""), title: lineIn(node).slice(0, 300) })];
}

/** The card of another post of the same site: a link to it. */
function ownPost(node: Element): ElementContent[] | undefined {
  if (isElement(node, "iframe") && /\/embed\/?#\?secret=/.test(attribute(node, "src") ?? "")) return [];
  if (!hasClass(node, "wp-embedded-content")) return undefined;
  return isElement(node, "blockquote") ? [element("p", {}, inline(node.children))] : undefined;
}

/** Small drawings of letters become the letters; tooltips go, since in Markdown an image's title is its caption. */
function image(node: Element, context: Context): ElementContent[] | undefined {
  if (!isElement(node, "img")) return undefined;
  const alt = attribute(node, "alt") ?? "";
  if (hasClass(node, "emoji", "wp-smiley")) return [textNode(alt)];
  const src = attribute(node, "src");
  if (src === undefined || /^(?:data|javascript|blob):/i.test(src)) {
    context.losses.push({ what: "image", found: (src ?? alt).slice(0, 120) });
    return [];
  }
  delete node.properties.title;
  const align = alignOf(node);
  return align && !context.closed && isLocal(src) ? [blockFigure(node, undefined, undefined, align)] : undefined;
}

/** A link around an image that stands at a side. */
function alignedImage(node: Element, { closed }: Context): ElementContent[] | undefined {
  if (closed || !isElement(node, "a")) return undefined;
  const [only, ...others] = node.children.filter((child) => !isBlank(child));
  const align = only && isElement(only, "img") ? (alignOf(only) ?? alignOf(node)) : undefined;
  if (!align || others.length > 0 || !isElement(only, "img") || !isLocal(attribute(only, "src") ?? ""))
    return undefined;
  return [blockFigure(only, node, undefined, align)];
}

function isCaption(node: Element): boolean {
  return isElement(node, "figcaption") || hasClass(node, "wp-caption-text", "gallery-caption");
}

function captionOf(node: Element): Element | undefined {
  return find(node, isCaption);
}

function alignOf(node: Element): string | undefined {
  const written = `${classesOf(node)} ${attribute(node, "align") ?? ""} ${/float:\s*(left|right)/.exec(attribute(node, "style") ?? "")?.[1] ?? ""}`;
  const side = /(?:^|[ _]|align)(left|right|center|wide|full)(?= |$)/.exec(written)?.[1];
  return side === "full" ? "wide" : side;
}

function linkAround(parent: Parent, node: Element): Element | undefined {
  return findAll(
    parent,
    (child) => isElement(child, "a") && attribute(child, "href") !== undefined && holds(child, node),
  ).at(-1);
}

function holds(parent: Parent, node: Element): boolean {
  return (parent.children as Node[]).some((child) => child === node || (isElement(child) && holds(child, node)));
}

function without(node: Element, removed: Element | undefined): Element {
  if (!removed) return node;
  const children = node.children
    .filter((child) => child !== removed)
    .map((child) => (isElement(child) && holds(child, removed) ? without(child, removed) : child));
  return { ...node, children };
}

/** A file of the site itself: an address without a scheme. */
function isLocal(address: string): boolean {
  return address !== "" && !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?)/i.test(address);
}

/** What a figure may lead to. */
function isTarget(address: string): boolean {
  return isWebAddress(address) || /^(?:mailto:|tel:)/.test(address) || isLocal(address);
}
