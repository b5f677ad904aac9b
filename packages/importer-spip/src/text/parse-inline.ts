/** A run of skeleton to inline nodes. */
import { type Atom, atomIndex, lexBraces, MARK } from "./lex.ts";
import type { Inline, Note } from "./tree.ts";

/** What inline parsing shares over a whole text. */
export interface InlineContext {
  atoms: Atom[];
  /** Bold and italic that go on in the next paragraph: their atoms. */
  carried: number[];
  parseNote: (name: string | undefined, text: string) => Note;
}

interface OpenMark {
  index: number;
  node: Extract<Inline, { type: "strong" | "emphasis" }>;
}

/** Parses a run of text without line breaks of its own: `\n` in it is a space. */
export function parseInline(skeleton: string, context: InlineContext): Inline[] {
  const root: Inline[] = [];
  const open: OpenMark[] = [];
  const target = () => open.at(-1)?.node.children ?? root;
  const start = (index: number) => {
    const atom = context.atoms[index];
    if (atom?.kind !== "open") return;
    const node: OpenMark["node"] = { type: atom.mark, children: [] };
    target().push(node);
    open.push({ index, node });
  };
  const push = (node: Inline) => target().push(node);

  for (const index of context.carried) start(index);
  let at = 0;
  for (const mark of skeleton.matchAll(MARK)) {
    pushText(skeleton.slice(at, mark.index), push);
    at = mark.index + mark[0].length;
    const index = atomIndex(mark[1] ?? "");
    const atom = context.atoms[index];
    if (!atom) continue;
    if (atom.kind === "open") start(index);
    else if (atom.kind === "close") {
      const position = open.findIndex((one) => one.index === atom.opener);
      if (position === -1) continue;
      // What was opened inside goes on behind.
      const crossed = open.splice(position).slice(1);
      for (const one of crossed) start(one.index);
    } else for (const node of nodesOf(atom, context)) push(node);
  }
  pushText(skeleton.slice(at), push);
  context.carried = open.flatMap(({ index }) => {
    const atom = context.atoms[index];
    return atom?.kind === "open" && atom.closed ? [index] : [];
  });
  return withoutEmpty(root);
}

function pushText(text: string, push: (node: Inline) => void): void {
  if (text === "") return;
  push({
    type: "text",
    value: text
      .replace(/\n/g, " ")
      .replaceAll("~", "\u00a0")
      .replace(/(?<=\s|^)--(?=\s|$)/g, "—"),
  });
}

function nodesOf(atom: Atom, context: InlineContext): Inline[] {
  if (atom.kind === "inline") return [atom.node];
  if (atom.kind === "model") return [{ type: "model", model: atom.model }];
  if (atom.kind === "tag") return [{ type: "tag", html: atom.html, name: atom.name, closing: atom.closing }];
  if (atom.kind === "html") return [{ type: "tag", html: atom.html, name: "html", closing: false }];
  if (atom.kind === "preformatted") return [{ type: "code", value: atom.value }];
  if (atom.kind === "note") return [{ type: "note", note: context.parseNote(atom.name, atom.text) }];
  if (atom.kind === "heading") return [{ type: "strong", children: parseInside(atom.text, context) }];
  if (atom.kind === "link") return parseLink(atom, context);
  if (atom.kind === "glossary") {
    const children = parseInside(atom.text, context);
    return [{ type: "glossary", term: termOf(atom.text), title: atom.title, children }];
  }
  if (atom.kind !== "abbreviation") return [];
  return [{ type: "abbreviation", title: atom.title, lang: atom.lang, children: parseInside(atom.text, context) }];
}

/** The words of a term as they are asked of the encyclopedia. */
function termOf(text: string): string {
  return text.replace(MARK, "").trim();
}

/** The text of a link: what is open outside stays open outside. */
function parseInside(text: string, { atoms, parseNote }: InlineContext): Inline[] {
  return parseInline(lexBraces(text, atoms).skeleton, { atoms, carried: [], parseNote });
}

function parseLink(atom: Extract<Atom, { kind: "link" }>, context: InlineContext): Inline[] {
  const { target, title, lang } = atom;
  const children = parseInside(atom.text, context).flatMap(unlink);
  const link: Extract<Inline, { type: "link" }> = { type: "link", target, title, lang, children };
  // `[<img7>->art1]`: an image that leads somewhere.
  if (!children.some(({ type }) => type === "model")) return [link];
  return children.flatMap((child): Inline[] => {
    if (child.type === "model") return [{ type: "model", model: { ...child.model, link: { ...link, children: [] } } }];
    if (child.type === "text" && child.value.trim() === "") return [];
    return [{ ...link, children: [child] }];
  });
}

/** A link within a link is its words, its title's too; an address that is no address was words. */
function unlink(node: Inline): Inline[] {
  if (node.type !== "link") return [node];
  const more = [node.title, /\s/.test(node.target) ? node.target : undefined].filter((words) => words !== undefined);
  return [...node.children, ...more.map((words): Inline => ({ type: "text", value: ` ${words}` }))];
}

/** Without bold and italic that hold nothing. */
function withoutEmpty(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.type !== "strong" && node.type !== "emphasis") return [node];
    const children = withoutEmpty(node.children);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}
