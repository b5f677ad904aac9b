/**
 * Footnotes, however they were made: a short link leads to a text, which leads back. Calls and texts become notes of
 * Markdown; a text that nothing calls stays where it is.
 */
import type { Element, ElementContent, Root } from "hast";
import { noteNode } from "./block-node.ts";
import {
  attribute,
  element,
  find,
  findAll,
  hasClass,
  isBlank,
  isElement,
  lineIn,
  type Node,
  type Parent,
} from "./elements.ts";

/** The text of a call: `1`, `[1]`, `*`, `Dupont`. */
const MAX_CALL = 20;

/** Rewrites the tree in place; the texts of notes come last. */
export function findNotes(root: Root): void {
  const { notes, backs } = pairNotes(root);
  if (notes.size === 0) return;
  const labels = new Map<Element, string>();
  const bodies = new Set(notes.values());
  nameCalls(root, undefined);
  const found = takeBodies(root);
  root.children.push(...found);

  /** Puts notes in the place of calls, in the order of the text, which is that of the numbers. */
  function nameCalls(parent: Parent, inside: Element | undefined): void {
    const children = parent.children as Node[];
    for (const [index, child] of children.entries()) {
      if (!isElement(child)) continue;
      const call = soleLink(child);
      const body = call && !backs.has(call) ? notes.get(targetOf(call) ?? "") : undefined;
      if (call && body && body !== inside) {
        const label = labels.get(body) ?? freeLabel(lineIn(call), new Set(labels.values()));
        labels.set(body, label);
        children[index] = noteNode({ label, part: "call" });
      } else nameCalls(child, bodies.has(child) ? child : inside);
    }
  }

  function takeBodies(parent: Parent): Element[] {
    const taken: Element[] = [];
    parent.children = (parent.children as Node[]).filter((child) => {
      if (!isElement(child)) return true;
      const label = labels.get(child);
      if (label === undefined) {
        taken.push(...takeBodies(child));
        return !(taken.length > 0 && isEmptyShell(child));
      }
      const text = withoutLinks(child, backs).children;
      taken.push(noteNode({ label, part: "body" }, isElement(child, "p") ? [element("p", {}, text)] : text));
      return false;
    }) as Parent["children"];
    return taken;
  }
}

interface Pairs {
  /** The texts of notes by the id that their calls lead to. */
  notes: Map<string, Element>;
  /** The links from texts back to calls. */
  backs: Set<Element>;
}

function pairNotes(root: Root): Pairs {
  const places = surveyPlaces(root);
  const notes = new Map<string, Element>();
  const backs = new Set<Element>();
  const order = new Map(findAll(root, () => true).map((node, index) => [node, index]));
  for (const call of findAll(root, isCall)) {
    const target = targetOf(call) ?? "";
    const { place, body } = places.get(target) ?? {};
    // A note comes after its call: the link back is no call, though it is as short.
    if (!place || !body || contains(body, call) || (order.get(place) ?? 0) < (order.get(call) ?? 0)) continue;
    for (const link of findAll(body, (node) => isElement(node, "a") && targetOf(node) !== undefined)) {
      if (!leadsTo(targetOf(link) ?? "", call, places)) continue;
      notes.set(target, body);
      backs.add(link);
    }
  }
  return { notes, backs };
}

/** Where an id is, and the paragraph, item or box it belongs to. */
type Places = Map<string, { place: Element; body: Element }>;

function surveyPlaces(root: Root): Places {
  const places: Places = new Map();
  const look = (parent: Parent, around: Element | undefined) => {
    for (const child of parent.children as Node[]) {
      if (!isElement(child)) continue;
      const body = isElement(child, "li", "p", "div", "dd", "aside") ? child : around;
      for (const id of [attribute(child, "id"), attribute(child, "name")]) {
        if (id !== undefined && body && !places.has(id)) places.set(id, { place: child, body });
      }
      look(child, body);
    }
  };
  look(root, undefined);
  return places;
}

function isCall(node: Element): boolean {
  const text = lineIn(node);
  return isElement(node, "a") && targetOf(node) !== undefined && text !== "" && text.length <= MAX_CALL;
}

/** Whether an id is a call's own, or that of something right around it, in it or, when empty, near it. */
function leadsTo(id: string, call: Element, places: Places): boolean {
  if (id === attribute(call, "id") || id === attribute(call, "name")) return true;
  const place = places.get(id)?.place;
  if (!place) return false;
  if (contains(place, call)) return isElement(place, "sup", "span", "small") && lineIn(place).length <= MAX_CALL + 4;
  return contains(call, place) || (isBlank(place) && /ref|back|nh/i.test(id));
}

function targetOf(link: Element): string | undefined {
  const href = attribute(link, "href");
  if (!href?.startsWith("#") || href.length < 2) return undefined;
  try {
    return decodeURIComponent(href.slice(1));
  } catch {
    return href.slice(1);
  }
}

function contains(parent: Parent, node: Element): boolean {
  return (parent.children as Node[]).some((child) => child === node || (isElement(child) && contains(child, node)));
}

/** The only link of a `<sup>` or of a span around a number, or the link itself. */
function soleLink(node: Element): Element | undefined {
  if (isElement(node, "a")) return node;
  if (!isElement(node, "sup", "span", "small")) return undefined;
  const link = find(node, (child) => isElement(child, "a") && child.properties.href !== undefined);
  const rest = link && lineIn(node).replace(lineIn(link), "");
  return rest !== undefined && /^[\s\u00a0[\]()]*$/.test(rest) ? link : undefined;
}

/** A label that no other note has: what the call shows, or the first free number. */
function freeLabel(written: string, taken: Set<string>): string {
  const wanted = written.replace(/^[\s\u00a0[(]+|[\s\u00a0\])]+$/g, "");
  let label = /^[\p{L}\p{N}_-]+$/u.test(wanted) ? wanted : "1";
  for (let number = 1; taken.has(label); number++) label = String(number);
  return label;
}

function withoutLinks(node: Element, links: Set<Element>): Element {
  const children = node.children.flatMap((child): ElementContent[] => {
    if (!isElement(child)) return [child];
    const link = soleLink(child);
    return link && links.has(link) ? [] : [withoutLinks(child, links)];
  });
  return { ...node, children };
}

/** What held nothing but texts of notes: their list, or their section with its title. */
function isEmptyShell(node: Element): boolean {
  if (isElement(node, "ol", "ul")) return isBlank(node);
  const isNotes = hasClass(node, "footnotes") || attribute(node, "dataFootnotes") !== undefined;
  const left = node.children.filter((child) => !isBlank(child));
  return (
    isElement(node, "section", "div") && left.every((child) => isNotes && isElement(child, "h1", "h2", "h3", "hr"))
  );
}
