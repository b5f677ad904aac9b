/** The entries that visitors may see at one moment: nothing of the others is in the output, their files neither. */
import { COLLECTIONS, foldPath, type Problem, parseDate, problem, type Site } from "@pivert/model";
import type { Entry } from "./load-entries.ts";

export interface PublishedEntries {
  entries: Entry[];
  /** Entries left out because another one has their address. */
  problems: Problem[];
}

/**
 * @param entries sorted by file: of two pages at one address the first stays
 * @param now the moment of the build, in milliseconds
 */
export function publishedEntries(entries: readonly Entry[], site: Site, now: number): PublishedEntries {
  const problems: Problem[] = [];
  const taken = new Map<string, Entry>();
  const published = entries.filter((entry) => {
    if (!isPublished(entry, site, now)) return false;
    // What only stands in a list has no address of its own.
    if (!COLLECTIONS[entry.collection].entryPages) return true;
    const key = foldPath(entry.path);
    const first = taken.get(key);
    if (!first) return taken.set(key, entry);
    problems.push(problem("duplicate-slug", { file: entry.file, line: 1, found: entry.path, expected: first.file }));
    return false;
  });
  return { entries: published, problems };
}

function isPublished({ fields }: Entry, site: Site, now: number): boolean {
  const from = fields.publishAt && parseDate(fields.publishAt, site.timeZone);
  const until = fields.unpublishAt && parseDate(fields.unpublishAt, site.timeZone);
  return (from === undefined || from === "" || from <= now) && (until === undefined || until === "" || now < until);
}
