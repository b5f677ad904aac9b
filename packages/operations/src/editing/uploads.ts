/**
 * Files that were uploaded and wait to be saved with an entry: `uploads/<hash of the content>/<name>`, the name being
 * free in the media library.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { prepareUpload } from "@pivert/assets";
import { blobId, head, listDrafts, readRevision } from "@pivert/repository";
import { EditingError, type EditingSite } from "./editing-site.ts";

export interface Upload {
  id: string;
  /** A safe name, which no other file of the media library, of a draft or among the uploads has. */
  name: string;
  type: string;
  size: number;
}

/** How long an upload waits for its entry. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Keeps a file that an editor sent: re-encoded, without its position, under a safe name. @throws UploadError */
export async function keepUpload(site: EditingSite, file: { name: string; bytes: Uint8Array }): Promise<Upload> {
  const { name: wanted, bytes, type } = await prepareUpload(file);
  const id = createHash("sha256").update(bytes).digest("hex");
  const taken = await takenNames(site);
  const folder = join(site.uploads, id);
  mkdirSync(folder, { recursive: true });
  sweep(site.uploads);
  const known = readdirSync(folder).find((name) => extname(name) === extname(wanted));
  const name = known ?? freeName(wanted, blobId(bytes), [taken, waitingNames(site, id)]);
  // Written beside and renamed, so that nobody ever reads half of it.
  const unfinished = join(site.uploads, `${id}.tmp`);
  writeFileSync(unfinished, bytes, { flush: true });
  renameSync(unfinished, join(folder, name));
  return { id, name, type, size: bytes.byteLength };
}

/** @param name tells apart what has the same content; its extension is that of the upload */
export function readUpload({ uploads }: EditingSite, id: string, name: string): Uint8Array {
  const kept = waiting(uploads, id);
  if (kept.length === 0)
    throw new EditingError("missing", "Un fichier joint n’est plus là : envoyez-le de nouveau, puis enregistrez.");
  const found = kept.find((candidate) => extname(candidate) === extname(name));
  if (found === undefined)
    throw new EditingError(
      "refused",
      `Ce fichier ne peut pas s’appeler « ${name.slice(0, 120)} » : gardez son extension.`,
    );
  return readFileSync(join(uploads, id, found));
}

/** The blob id of each file of the media library, by name, drafts included; `null` where drafts differ. */
async function takenNames({ repository }: EditingSite): Promise<Map<string, string | null>> {
  const taken = new Map<string, string | null>();
  const take = (path: string, oid: string | null) => {
    if (!path.startsWith("media/")) return;
    const name = path.slice("media/".length).toLowerCase();
    taken.set(name, taken.has(name) && taken.get(name) !== oid ? null : oid);
  };
  const id = await head(repository);
  if (id !== undefined) {
    const revision = await readRevision(repository, id);
    await revision.close();
    for (const { path, oid } of revision.files) take(path, oid);
  }
  for (const { files } of await listDrafts(repository)) for (const { path, oid } of files) take(path, oid);
  return taken;
}

/** Names of the other uploads. */
function waitingNames({ uploads }: EditingSite, id: string): Map<string, null> {
  const others = readdirSync(uploads).filter((other) => other !== id);
  return new Map(others.flatMap((other) => waiting(uploads, other)).map((name) => [name, null]));
}

function waiting(uploads: string, id: string): string[] {
  const folder = join(uploads, id);
  return /^[0-9a-f]{64}$/.test(id) && existsSync(folder) ? readdirSync(folder) : [];
}

/** `affiche.jpg`, or `affiche-2.jpg` when there is another one. */
function freeName(wanted: string, oid: string, taken: readonly ReadonlyMap<string, string | null>[]): string {
  const extension = extname(wanted);
  const words = wanted.slice(0, -extension.length);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${words}-${number}${extension}`;
    if (taken.every((names) => !names.has(name) || names.get(name) === oid)) return name;
  }
}

function sweep(uploads: string): void {
  const oldest = Date.now() - KEPT_MS;
  for (const name of readdirSync(uploads)) {
    const path = join(uploads, name);
    if (statSync(path).mtimeMs < oldest) rmSync(path, { recursive: true, force: true });
  }
}
