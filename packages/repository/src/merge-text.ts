import { diff3Merge } from "node-diff3";

/** Puts two changes of one text together, by lines; `undefined` when both touched the same place. */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  const regions = diff3Merge(splitLines(ours), splitLines(base), splitLines(theirs), { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const { ok } of regions) {
    if (!ok) return undefined;
    merged.push(...ok);
  }
  const text = merged.join("");
  // Each side may have added the same field in a place of its own, which YAML refuses.
  return repeatsField(text) && !repeatsField(ours) && !repeatsField(theirs) ? undefined : text;
}

/**
 * Puts two changes of one Markdown text together even where they collide: what `ours` says stands first there, then what
 * `theirs` does, each a paragraph of its own. Front matter that collides is that of `theirs`, whole: a field has one value.
 */
export function mergeBoth(base: string, ours: string, theirs: string): string {
  const [[baseHead, baseBody], [ourHead, ourBody], [theirHead, theirBody]] = [base, ours, theirs].map(splitHead) as [
    Parts,
    Parts,
    Parts,
  ];
  const head = mergeText(baseHead, ourHead, theirHead) ?? theirHead;
  const regions = diff3Merge(splitLines(ourBody), splitLines(baseBody), splitLines(theirBody), {
    excludeFalseConflicts: true,
  });
  let body = "";
  let collided = false;
  for (const { ok, conflict } of regions) {
    const text = ok?.join("") ?? paragraphs(conflict?.a ?? [], conflict?.b ?? []);
    body += collided && !/^\s*(\n|$)/.test(text) ? `\n${text}` : text;
    collided = ok === undefined && text !== "";
  }
  return head + body;
}

type Parts = [head: string, body: string];

/** The front matter with its marks, and the rest. */
function splitHead(text: string): Parts {
  const [head = ""] = /^---\r?\n.*?^---[^\S\n]*(\n|$)/ms.exec(text) ?? [];
  return [head, text.slice(head.length)];
}

/** Lines of the one and lines of the other, which no paragraph joins. */
function paragraphs(...sides: readonly (readonly string[])[]): string {
  const texts = sides.map((lines) => lines.join("")).filter((text) => text.trim() !== "");
  return texts.map((text, index) => (index > 0 ? text.replace(/^\n+/, "") : text).replace(/\n*$/, "\n")).join("\n");
}

/** Lines with their ends, so that a text comes back byte for byte. */
function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** Whether the front matter of a Markdown text has a field twice. */
function repeatsField(text: string): boolean {
  const [, frontMatter = ""] = /^---\r?\n(.*?)^---\s*$/ms.exec(text) ?? [];
  const fields = [...frontMatter.matchAll(/^([\w-]+):/gm)].map(([, field]) => field);
  return new Set(fields).size < fields.length;
}
