/** What editors write: drafts, publications, renames and deletions. */
import { placeEntry } from "@pivert/builder/entry-paths";
import type { DataFile, MediaReference } from "@pivert/cms/protocol";
import { parseFields, parseYaml, type Site, siteSchema } from "@pivert/model";
import {
  type Change,
  commit,
  discardDraft,
  head,
  publishDraft,
  readDraft,
  readFileAt,
  saveDraft,
} from "@pivert/repository";
import { EditingError, type EditingSite, type Editor } from "./editing-site.ts";
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
}

/**
 * Keeps a draft of an entry, with the files uploaded for it.
 * @returns the new object id of each file
 * @throws Conflict when a file is no longer what the editor opened
 */
export async function saveEntryDraft(
  site: EditingSite,
  entry: EntryName,
  { files, assets, message, editor }: SaveEntryOptions,
): Promise<{ path: string; id: string }[]> {
  const changes: Change[] = [
    ...files.map(changeOf),
    ...assets.map((asset) => ({ path: asset.path, content: readUpload(site, asset.id) })),
  ];
  const expected = Object.fromEntries(files.map(({ path, base }) => [path, base]));
  const { oids } = await saveDraft({ repository: site.repository, entry, changes, expected, author: editor, message });
  return files.map(({ path, newPath }) => ({ path: newPath ?? path, id: oids[newPath ?? path] ?? "" }));
}

function changeOf({ path, newPath, raw }: DataFile): Change {
  return newPath !== undefined && newPath !== path
    ? { path: newPath, movedFrom: path, content: raw }
    : { path, content: raw };
}

/**
 * Merges a draft into what is published. An entry that moved leaves a redirect at its old address.
 * @returns the revision to be built
 */
export async function publishEntry(site: EditingSite, entry: EntryName, editor: Editor): Promise<string> {
  const draft = await readDraft(site.repository, entry);
  if (!draft) throw new EditingError("missing", "Ce brouillon n’existe plus : quelqu’un l’a publié ou retiré.");
  const texts = draft.files.filter(({ path }) => path.endsWith(".md"));
  const [left, ...otherLeft] = texts.filter(({ oid }) => oid === null);
  const [come, ...otherCome] = texts.filter(({ isNew }) => isNew);
  const moved = left && come && otherLeft.length === 0 && otherCome.length === 0;
  const extraChanges = moved ? await redirectMove(site, left.path, come.path) : [];
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
  const content = readUpload(site, asset.id);
  const { path } = asset;
  const { oids } = await commit({
    repository: site.repository,
    changes: [{ path, content }],
    expected: { [path]: null },
    author: editor,
    message,
  });
  return { oid: oids[path] ?? "", size: content.byteLength };
}

/** Deletes published files. @returns the revision to be built */
export async function deleteFiles(
  site: EditingSite,
  paths: readonly string[],
  message: string,
  editor: Editor,
): Promise<string> {
  const changes = paths.map((path): Change => ({ path, delete: true }));
  const { revision } = await commit({ repository: site.repository, changes, author: editor, message });
  return revision;
}

/** The line that leads from an entry's old address to its new one, added to `redirects.csv`. */
async function redirectMove(site: EditingSite, from: string, to: string): Promise<Change[]> {
  const settings = await readSettings(site);
  const [before, after] = settings ? [placeEntry(from, settings)?.path, placeEntry(to, settings)?.path] : [];
  if (before === undefined || after === undefined || before === after) return [];
  // An entry that comes back to an address must not be led away from it by an older line.
  const lines = ((await readText(site, "redirects.csv")) ?? "")
    .split("\n")
    .filter((line) => line.slice(0, line.indexOf(",")) !== after);
  const text = lines.join("\n").replace(/\n*$/, "");
  return [{ path: "redirects.csv", content: `${text}${text && "\n"}${before},${after}\n` }];
}

async function readSettings(site: EditingSite): Promise<Site | undefined> {
  const text = await readText(site, "site.yaml");
  return text === undefined
    ? undefined
    : parseFields(siteSchema, parseYaml(text, { file: "site.yaml" }), "site.yaml").value;
}

async function readText({ repository }: EditingSite, path: string): Promise<string | undefined> {
  const revision = await head(repository);
  const file = revision === undefined ? undefined : await readFileAt(repository, revision, path);
  return file && Buffer.from(file.content).toString("utf8");
}
