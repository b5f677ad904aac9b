/** Files that were uploaded and wait to be saved with an entry, known by the hash of their content. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareUpload } from "@pivert/assets";
import { EditingError, type EditingSite } from "./editing-site.ts";

export interface Upload {
  id: string;
  /** A safe name, free in the media library when it was made. */
  name: string;
  type: string;
  size: number;
}

/** How long an upload waits for its entry. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Keeps a file that an editor sent: re-encoded, without its position, under a safe name. @throws UploadError */
export async function keepUpload({ uploads }: EditingSite, file: { name: string; bytes: Uint8Array }): Promise<Upload> {
  const { name, bytes, type } = await prepareUpload(file);
  const id = createHash("sha256").update(bytes).digest("hex");
  mkdirSync(uploads, { recursive: true });
  sweep(uploads);
  const path = join(uploads, id);
  writeFileSync(`${path}.tmp`, bytes, { flush: true });
  renameSync(`${path}.tmp`, path);
  return { id, name, type, size: bytes.byteLength };
}

export function readUpload({ uploads }: EditingSite, id: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(id) || !existsSync(join(uploads, id))) {
    throw new EditingError("missing", "Un fichier joint n’est plus là : envoyez-le de nouveau, puis enregistrez.");
  }
  return readFileSync(join(uploads, id));
}

function sweep(folder: string): void {
  const oldest = Date.now() - KEPT_MS;
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name)).mtimeMs < oldest) rmSync(join(folder, name), { force: true });
}
