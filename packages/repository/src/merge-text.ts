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
