/** Where a draft is kept: a branch for each entry, whose commits say which entry and since which commit of `main`. */
import { createHash } from "node:crypto";
import { problem } from "@pivert/model";
import { refusePath } from "./admit-files.ts";
import { RefusedChange } from "./change.ts";
import type { Commit } from "./commit-object.ts";
import { branchRef } from "./refs.ts";

/** An item of a collection, such as `pages` and `asso/statuts`. */
export interface EntryName {
  collection: string;
  slug: string;
}

export const DRAFTS = "refs/heads/drafts/";

const MAX_NAME = 180;

/**
 * The ref of an entry's draft. Whatever is no small letter, digit or hyphen is encoded: a slug within another would
 * need a folder where there is a file, and some disks take capitals for small letters.
 */
export function draftRef({ collection, slug }: EntryName): string {
  if (!/^[a-z0-9][a-z0-9_-]{0,60}$/.test(collection))
    throw new RefusedChange([problem("hostile-path", { file: collection, found: collection })]);
  const refused = refusePath(slug);
  if (refused) throw new RefusedChange([refused]);
  const encoded = Buffer.from(slug, "utf8")
    .toString("latin1")
    .replace(/[^a-z0-9-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  const sum = () => createHash("sha1").update(slug).digest("hex");
  const name = encoded.length <= MAX_NAME ? encoded : `${encoded.slice(0, MAX_NAME - 42)}%-${sum()}`;
  return branchRef(`drafts/${collection}/${name}`);
}

/** How far a draft is, in the words of the editing page. */
export const DRAFT_STATUSES = ["draft", "pending_review", "pending_publish"] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

/** What a commit of a draft says besides what somebody wrote. */
export interface DraftFacts {
  message: string;
  entry: EntryName;
  /** The commit of `main` that the draft was begun from, or put upon later. */
  base: string;
  status: DraftStatus;
}

/** The message of a commit of a draft. */
export function draftMessage({ message, entry: { collection, slug }, base, status }: DraftFacts): string {
  const facts = [`Pivert-Entry: ${collection} ${slug}`, `Pivert-Base: ${base}`];
  if (status !== "draft") facts.push(`Pivert-Status: ${status}`);
  return `${message}\n\n${facts.join("\n")}`;
}

const TRAILERS = /^(.*)\n\nPivert-Entry: (\S+) ([^\n]+)\nPivert-Base: ([0-9a-f]{40})(?:\nPivert-Status: ([a-z_]+))?$/s;

/** What `draftMessage` put into a commit; `undefined` for a commit of somebody else's. */
export function parseDraft(commit: Pick<Commit, "message">): DraftFacts | undefined {
  const [, message, collection, slug, base, written = "draft"] = TRAILERS.exec(commit.message) ?? [];
  if (message === undefined || collection === undefined || slug === undefined || base === undefined) return undefined;
  const status = DRAFT_STATUSES.find((known) => known === written) ?? "draft";
  return { message, entry: { collection, slug }, base, status };
}
