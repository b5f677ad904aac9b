/** The orders in which lists show entries. */
import { COLLECTIONS, type CollectionName, type Site } from "@pivert/model";
import type { Entry } from "./load-entries.ts";
import { sortInstant } from "./views.ts";

export function ofCollection(entries: readonly Entry[], collection: CollectionName): Entry[] {
  return entries.filter((entry) => entry.collection === collection);
}

/** Entries by date, the newest first; those of one day by file. */
export function newestFirst(entries: readonly Entry[], site: Site): Entry[] {
  const instants = new Map(entries.map((entry) => [entry, sortInstant(entry, site)]));
  return [...entries].sort((a, b) => (instants.get(b) ?? 0) - (instants.get(a) ?? 0) || (a.file < b.file ? -1 : 1));
}

export function byOrder(entries: readonly Entry[]): Entry[] {
  const orderOf = ({ fields }: Entry) => ("order" in fields ? (fields.order ?? 1000) : 1000);
  return [...entries].sort(
    (a, b) => orderOf(a) - orderOf(b) || COLLATOR.compare(a.fields.title, b.fields.title) || (a.file < b.file ? -1 : 1),
  );
}

const COLLATOR = new Intl.Collator("fr", { numeric: true });

export function sortCollection(collection: CollectionName, entries: readonly Entry[], site: Site): Entry[] {
  return COLLECTIONS[collection].naming === "plain" ? byOrder(entries) : newestFirst(entries, site);
}
