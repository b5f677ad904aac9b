/** How each block of `model` becomes plain HTML; what a theme makes of it is a matter of style. */
import { BLOCK_NAMES, BLOCKS, type BlockFields, type BlockName, metaOf } from "@pivert/model";
import type { Element, ElementContent, Properties } from "hast";
import type { Nodes } from "mdast";
import type { Handlers, State } from "mdast-util-to-hast";
import { mediaFile } from "./links.ts";
import { frameAddress, playerName } from "./player-address.ts";
import type { Rendering } from "./render-markdown.ts";
import { type Slot, slotMark } from "./slots.ts";
import { figureOf, mediaHref, noteFile, problemAt, textOf } from "./transform-tree.ts";

interface Directive {
  type: "leafDirective" | "containerDirective";
  name: string;
  attributes?: Record<string, string | null | undefined> | null;
  position?: { start: { line: number; column: number } };
}

type Renderers = {
  [Name in BlockName]: (fields: BlockFields<Name>, children: ElementContent[], block: BlockContext) => ElementContent;
};

interface BlockContext {
  rendering: Rendering;
  node: Directive;
  slot: (slot: Slot) => ElementContent;
  /** The file of a `media/` field; a missing or foreign one is reported and gives `undefined`. */
  mediaFile: (written: string, image: boolean) => string | undefined;
}

/** The handlers that turn directives into HTML while mdast becomes hast. */
export function blockHandlers(rendering: Rendering): Handlers {
  const handle = (state: State, node: unknown) => renderDirective(state, node as Directive, rendering);
  return { leafDirective: handle, containerDirective: handle };
}

/** A block that is not as it should be is reported, and its text stays: the line itself, or what the fences hold. */
function renderDirective(state: State, node: Directive, rendering: Rendering): ElementContent {
  const children = state.wrap(state.all(node as unknown as Nodes), true);
  const name = BLOCK_NAMES.find((known) => known === node.name);
  const form = node.type === "leafDirective" ? "leaf" : "container";
  if (name && BLOCKS[name].form === form) {
    const block = renderBlock(name, children, node, rendering);
    if (block) {
      state.patch(node as unknown as Nodes, block);
      return block;
    }
  } else {
    const expected = BLOCK_NAMES.map((known) => `${BLOCKS[known].form === "leaf" ? "::" : ":::"}${known}`).join(", ");
    rendering.problems.push(problemAt("unknown-block", rendering, node, node.name, { expected }));
  }
  return form === "leaf" ? paragraph([text(sourceText(node, rendering))]) : element("div", {}, children);
}

/** Renders a block whose fields are right; wrong ones are reported and give `undefined`. */
function renderBlock<Name extends BlockName>(
  name: Name,
  children: ElementContent[],
  node: Directive,
  rendering: Rendering,
): ElementContent | undefined {
  const schema = BLOCKS[name].fields;
  const result = schema.safeParse(node.attributes ?? {});
  if (!result.success) {
    const fields = result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0] ?? "")],
    );
    for (const field of new Set(fields)) reportField(name, field, node, rendering);
    return undefined;
  }
  const block: BlockContext = {
    rendering,
    node,
    slot(slot) {
      rendering.slots.push(slot);
      return text(slotMark(rendering.slots.length - 1));
    },
    mediaFile(written, image) {
      const file = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(written) ? undefined : mediaFile(written.normalize("NFC"));
      if (file !== undefined) noteFile(rendering, { file, line: rendering.lineOf(node), image });
      else rendering.problems.push(problemAt(image ? "missing-image" : "missing-file", rendering, node, written));
      return file;
    },
  };
  // TypeScript cannot tie the three uses of `Name` together through the table; the schema has just made the fields.
  const render = RENDERERS[name] as (
    fields: unknown,
    children: ElementContent[],
    block: BlockContext,
  ) => ElementContent;
  return render(result.data, children, block);
}

function reportField(name: BlockName, field: string, node: Directive, rendering: Rendering): void {
  const shape = BLOCKS[name].fields.shape as Record<string, Parameters<typeof metaOf>[0]>;
  const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
  const expected = schema
    ? (metaOf(schema)?.expected ?? "une autre valeur")
    : `un de ces champs : ${Object.keys(shape).join(", ")}`;
  const found = node.attributes?.[field] ?? undefined;
  rendering.problems.push(problemAt("bad-block", rendering, node, found, { field: `${name}.${field}`, expected }));
}

const RENDERERS: Renderers = {
  figure({ src, alt, align, credit, link }, children, { rendering, node, slot, mediaFile }) {
    const file = mediaFile(src, true);
    if (file && !alt) rendering.problems.push(problemAt("missing-alt", rendering, node, file));
    const image = file ? slot({ kind: "image", file, alt: alt ?? "" }) : text(alt ?? "");
    const caption = flattenParagraph(children);
    if (credit) caption.push(text(" "), element("small", { className: ["credit"] }, [text(credit)]));
    const content = [link ? element("a", { href: link }, [image]) : image];
    if (caption.length > 0) content.push(element("figcaption", {}, caption));
    return element("figure", { className: ["figure", ...(align ? [align] : [])] }, content);
  },
  gallery({ columns }, children) {
    const content = children.flatMap((child) => {
      if (child.type === "text") return [];
      const images = imagesIn([child]);
      const words = images.length > 0 ? textOf(child).trim() : "";
      const figures = images.map((image) => figureOf(image, imageIn(image)?.properties.title));
      if (words !== "") figures.push(paragraph([text(words)]));
      return images.length > 0 ? figures : [child];
    });
    const className = ["gallery", `columns-${columns}`];
    const last = content.at(-1);
    if (content.length < 2 || last?.type !== "element" || last.tagName !== "p")
      return element("div", { className }, content);
    return element("figure", { className }, [...content.slice(0, -1), element("figcaption", {}, last.children)]);
  },
  video(fields, _, { slot, mediaFile }) {
    const local = /^\/?media\//.test(fields.url) ? mediaFile(fields.url, false) : undefined;
    const poster = fields.poster ? mediaFile(fields.poster, true) : undefined;
    if (!local) return player(fields.url, fields.title, poster, slot);
    const video = slot({ kind: "video", file: local, poster });
    return element("figure", { className: ["video"] }, [video, ...captionOf(fields.title, local)]);
  },
  embed({ url, title, poster }, _, { slot, mediaFile }) {
    return player(url, title, poster ? mediaFile(poster, true) : undefined, slot);
  },
  audio({ src, title }, _, { slot, mediaFile }) {
    const file = mediaFile(src, false);
    const audio = file ? [slot({ kind: "audio", file })] : [];
    return element("figure", { className: ["audio"] }, [...audio, ...captionOf(title, file)]);
  },
  document({ src, title }, _, { slot, mediaFile }) {
    const file = mediaFile(src, false);
    const name = title ?? src.slice(src.lastIndexOf("/") + 1);
    if (!file) return paragraph([text(name)]);
    const facts = element("span", { className: ["file"] }, [slot({ kind: "file-facts", file })]);
    return element("p", { className: ["document"] }, [
      element("a", { href: mediaHref(file), download: "" }, [text(`${name} `), facts]),
    ]);
  },
  map({ lat, lon, label, address, image }, _, { slot, mediaFile, rendering: { french } }) {
    const file = image ? mediaFile(image, true) : undefined;
    const place = `${lat},${lon}`;
    const osm = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
    const content: ElementContent[] = file ? [slot({ kind: "image", file, alt: label })] : [];
    content.push(
      element("figcaption", {}, [
        element("strong", {}, [text(label)]),
        ...(address ? [element("br", {}, []), text(address)] : []),
        element("br", {}, []),
        element("a", { href: osm }, [text(french ? "Voir sur OpenStreetMap" : "View on OpenStreetMap")]),
        element("small", { className: ["credit"] }, [
          text(` ${place} · © ${french ? "contributeurs d’OpenStreetMap" : "OpenStreetMap contributors"}`),
        ]),
      ]),
    );
    return element("figure", { className: ["map"] }, content);
  },
  button({ to, label }) {
    return element("p", { className: ["button"] }, [element("a", { href: to }, [text(label)])]);
  },
  contact({ title }, _, { slot }) {
    return element("div", { className: ["contact-form"] }, [slot({ kind: "contact", title })]);
  },
  details({ title }, children) {
    return element("details", {}, [element("summary", {}, [text(title)]), ...children]);
  },
};

/**
 * A link to what another site plays, with a local poster: nothing is asked of that site before a click. Where the site
 * is known, `<click-player>` says which frame may take the link's place then.
 */
function player(url: string, title: string, poster: string | undefined, slot: BlockContext["slot"]): Element {
  const image = poster ? [slot({ kind: "image", file: poster, alt: "" })] : [];
  const host = URL.canParse(url) ? new URL(url).host : "";
  // A title that names the site needs no host beside it.
  const named = host === "" || title === host || title === playerName(url);
  const credit = named ? [] : [text(" "), element("small", { className: ["credit"] }, [text(host)])];
  const link = element("a", { className: ["player-link"], href: url }, [
    ...image,
    element("span", {}, [text(title)]),
    ...credit,
  ]);
  const frame = frameAddress(url);
  return element("figure", { className: ["player"] }, [
    frame ? element("click-player", { dataSrc: frame }, [link]) : link,
  ]);
}

/** The title of a sound or film as its caption; the name of its file says nothing. */
function captionOf(title: string, file: string | undefined): Element[] {
  return file?.endsWith(`/${title}`) ? [] : [element("figcaption", {}, [text(title)])];
}

/** The line of a block as its author wrote it. */
function sourceText({ position }: Directive, { sourceLine }: Rendering): string {
  return sourceLine(position?.start.line ?? 1)
    .slice((position?.start.column ?? 1) - 1)
    .trim();
}

function imagesIn(children: ElementContent[]): Element[] {
  return children.flatMap((child) => {
    if (child.type !== "element") return [];
    const lone = child.tagName === "a" && imageIn(child) && textOf(child).trim() === "";
    return lone || child.tagName === "img" ? [child] : imagesIn(child.children);
  });
}

function imageIn(node: Element): Element | undefined {
  return node.tagName === "img"
    ? node
    : node.children.find((child): child is Element => child.type === "element" && child.tagName === "img");
}

/** A caption of one paragraph needs none. */
function flattenParagraph(children: ElementContent[]): ElementContent[] {
  const [only, ...others] = children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  return others.length === 0 && only?.type === "element" && only.tagName === "p" ? only.children : only ? children : [];
}

function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}

function paragraph(children: ElementContent[]): Element {
  return element("p", {}, children);
}

function text(value: string): ElementContent {
  return { type: "text", value };
}
