/** A page to come: what it is made from, and a key of all of that. */
import type { View } from "@pivert/theme-kit";
import { digestOf, digestOfAll } from "./digest.ts";
import type { Entry } from "./load-entries.ts";

/** A view before the site and the entries' texts are put in. */
export type DraftView = View extends infer Kind ? (Kind extends View ? Omit<Kind, "site"> : never) : never;

/** A page of HTML, rendered by the theme. */
export interface PagePlan {
  /** Path of the page, such as `/asso/`. */
  path: string;
  /** File of the output, such as `asso/index.html`. */
  file: string;
  view: DraftView;
  /** The entries whose texts the page shows, in the order of the view. */
  bodies: Entry[];
  /** HTML built by us that stands before the entries' texts. */
  preamble?: string;
  /** The entry that the page is of. */
  entry?: Entry;
  /** Whether search engines should know the page. */
  listed: boolean;
  key: string;
}

/** What a page's key depends on besides its view. */
export interface KeyContext {
  /** Digest of the theme, the engine and what all pages of a language show. */
  common: (lang: string) => string;
  /** Digest of an entry's text and of the images and files in it. */
  bodyKey: (entry: Entry) => string;
  /** The parts of views written so far: what stands in many lists is written once. */
  written: WeakMap<object, string>;
}

export type PageDraft = Omit<PagePlan, "key" | "file" | "listed" | "bodies"> & {
  bodies?: Entry[];
  file?: string;
  listed?: boolean;
};

/** Completes a page with its file and its key; the key covers the whole view, so that no input can be forgotten. */
export function planPage(draft: PageDraft, context: KeyContext): PagePlan {
  const { view, bodies = [], path } = draft;
  const key = digestOfAll([
    context.common(view.lang),
    path,
    ...writeView(view, context.written),
    draft.preamble ?? "",
    ...bodies.map(context.bodyKey),
  ]);
  return { listed: true, file: `${path.slice(1)}index.html`, ...draft, bodies, key };
}

/** A view as texts that differ whenever it does: the name of each field, and its value as JSON. */
function writeView(view: DraftView, written: WeakMap<object, string>): string[] {
  const write = (value: unknown): string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
    let text = written.get(value);
    if (text === undefined) {
      text = JSON.stringify(value);
      written.set(value, text);
    }
    return text;
  };
  return Object.entries(view).flatMap(([name, value]) =>
    Array.isArray(value) ? [name, String(value.length), ...value.map(write)] : [name, write(value)],
  );
}

/** A file that is no page of the theme: a feed, the sitemap, robots.txt. */
export interface TextPlan {
  file: string;
  content: string;
  key: string;
}

export function planText(file: string, content: string): TextPlan {
  return { file, content, key: digestOf(content) };
}
