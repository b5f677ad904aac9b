/** What editors write: drafts, publications, renames and deletions. */
import { placeEntry } from "@pivert/builder/entry-paths";
import type { DataFile, MediaReference } from "@pivert/cms/protocol";
import {
  blobId,
  type Change,
  commit,
  type DraftStatus,
  discardDraft,
  head,
  publishDraft,
  readDraft,
  readFileAt,
  saveDraft,
} from "@pivert/repository";
import { EditingError, type EditingSite, type Editor } from "./editing-site.ts";
import { readSite, readText } from "./read-site.ts";
import { readUpload } from "./uploads.ts";

/** A draft is known by its entry. */
export interface EntryName {
  collection: string;
  slug: string;
}

export interface SaveEntryOptions {
  files: readonly DataFile[];
  assets: readonly MediaReference[];
  message: string;
  editor: Editor;
  /** Of a draft that is begun. */
  status?: DraftStatus;
}

/**
 * Keeps a draft of an entry, with the files uploaded for it.
 * @returns the new object id of each file
 * @throws Conflict when a file is no longer what the editor opened
 */
export async function saveEntryDraft(
  site: EditingSite,
  entry: EntryName,
  { files, assets, message, editor, status }: SaveEntryOptions,
): Promise<{ path: string; id: string }[]> {
  const { repository } = site;
  const parent = (await readDraft(repository, entry))?.revision ?? (await head(repository));
  const added = await Promise.all(assets.map((asset) => addAsset(site, asset, parent)));
  const expected = Object.fromEntries([
    // A conflict with a removed file has no id.
    ...files.map(({ path, base }) => [path, base || null] as const),
    ...added.map(({ path, base }) => [path, base] as const),
  ]);
  const changes: Change[] = [...files.map(changeOf), ...added.map(({ path, content }) => ({ path, content }))];
  const { oids } = await saveDraft({ repository, entry, changes, expected, author: editor, message, status });
  return files.map(({ path, newPath }) => ({ path: newPath ?? path, id: oids[newPath ?? path] ?? "" }));
}

function changeOf({ path, newPath, raw }: DataFile): Change {
  return newPath !== undefined && newPath !== path
    ? { path: newPath, movedFrom: path, content: raw }
    : { path, content: raw };
}

/** An upload that joins the media library. It takes no other file's place. */
async function addAsset(site: EditingSite, { id, path }: MediaReference, parent: string | undefined) {
  if (!path.startsWith("media/"))
    throw new EditingError("refused", "Un fichier joint va dans la médiathèque : envoyez-le de nouveau.");
  const content = readUpload(site, id, path);
  const present = parent === undefined ? undefined : await readFileAt(site.repository, parent, path);
  if (present && present.oid !== blobId(content))
    throw new EditingError("refused", `La médiathèque a déjà un autre fichier ${path} : renommez le vôtre.`);
  return { path, content, base: present?.oid ?? null };
}

/**
 * Merges a draft into what is published. An entry that moved leaves a redirect at its old address.
 * @returns the revision to be built
 */
export async function publishEntry(site: EditingSite, entry: EntryName, editor: Editor): Promise<string> {
  const draft = await readDraft(site.repository, entry);
  if (!draft) throw new EditingError("missing", "Ce brouillon n’existe plus : quelqu’un l’a publié ou retiré.");
  const moved = draft.files.find(({ path, movedFrom }) => movedFrom !== undefined && path.endsWith(".md"));
  const extraChanges = moved?.movedFrom === undefined ? [] : await redirectMove(site, moved.movedFrom, moved.path);
  const { revision } = await publishDraft({
    repository: site.repository,
    entry,
    author: editor,
    message: `Publication de ${entry.slug}`,
    extraChanges,
  });
  return revision;
}

export function discardEntryDraft(site: EditingSite, entry: EntryName): Promise<void> {
  return discardDraft(site.repository, entry);
}

/** Puts an uploaded file into the media library at once. It is published with the first entry that shows it. */
export async function addMedia(
  site: EditingSite,
  asset: MediaReference,
  message: string,
  editor: Editor,
): Promise<{ oid: string; size: number }> {
  const { repository } = site;
  const { path, content, base } = await addAsset(site, asset, await head(repository));
  const changes = [{ path, content }];
  const { oids } = await commit({ repository, changes, expected: { [path]: base }, author: editor, message });
  return { oid: oids[path] ?? "", size: content.byteLength };
}

/** Deletes published files; those that are gone already stay gone. @returns the revision to be built */
export async function deleteFiles(
  site: EditingSite,
  paths: readonly string[],
  message: string,
  editor: Editor,
): Promise<string> {
  const { repository } = site;
  const changes = [...new Set(paths)].map((path): Change => ({ path, delete: true }));
  return (await commit({ repository, changes, author: editor, message })).revision;
}

/** The line that leads from an entry's old address to its new one, added to `redirects.csv`. */
async function redirectMove(site: EditingSite, from: string, to: string): Promise<Change[]> {
  const settings = await readSite(site);
  const [before, after] = settings ? [placeEntry(from, settings)?.path, placeEntry(to, settings)?.path] : [];
  if (before === undefined || after === undefined || before === after) return [];
  const path = "redirects.csv";
  const line = `${before},${after}`;
  const text = (await readText(site, path)) ?? "";
  // An older line must not lead away from where the entry is now, nor hide the one to add.
  const kept = text.split("\n").filter((known) => ![before, after].includes(firstCell(known)));
  if (kept.length === text.split("\n").length) return [{ path, addLine: line }];
  const others = kept.join("\n").replace(/\n*$/, "");
  return [{ path, content: `${others}${others && "\n"}${line}\n` }];
}

function firstCell(line: string): string {
  return (line.split(",")[0] ?? "").trim().replace(/^"(.*)"$/, "$1");
}
