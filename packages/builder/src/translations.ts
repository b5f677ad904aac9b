/** Entries that are the same content in several languages. */
import type { Entry } from "./load-entries.ts";
import { languageOf } from "./views.ts";

/** All members of the group that an entry belongs to, itself among them. */
export type Translations = ReadonlyMap<Entry, Entry[]>;

/** Entries that say they translate each other, by `translationOf` naming the file of the original. */
export function groupTranslations(entries: readonly Entry[]): Translations {
  const byFile = new Map(entries.map((entry) => [entry.file, entry]));
  const groups = new Map<Entry, Entry[]>();
  for (const entry of entries) {
    const original = firstOriginal(entry, byFile);
    if (original === entry) continue;
    const group = groups.get(original) ?? [original];
    if (!group.includes(entry)) group.push(entry);
    for (const member of group) groups.set(member, group);
  }
  return groups;
}

/** A translation may be made from another one: the first of them all stands for the group. */
function firstOriginal(entry: Entry, byFile: ReadonlyMap<string, Entry>): Entry {
  const seen = new Set<Entry>();
  let original = entry;
  for (
    let next: Entry | undefined = entry;
    next && !seen.has(next);
    next = byFile.get(next.fields.translationOf ?? "")
  ) {
    seen.add(next);
    original = next;
  }
  return original;
}

export function alternatesOf(entry: Entry, translations: Translations): { lang: string; href: string }[] {
  const others = (translations.get(entry) ?? []).filter((other) => other !== entry);
  return others.map((other) => ({ lang: languageOf(other), href: encodeURI(other.path) }));
}
