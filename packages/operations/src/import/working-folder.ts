/** A folder that stands for a site's repository while an import writes: taken from it before, committed to it after. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Change, commit, readFolder, readRevision, seedRepository } from "@pivert/repository";

const AUTHOR = { name: "Import", email: "import@pivert.invalid" };
const READ_AT_ONCE = 200;

/** Makes the folder hold what `main` holds, and nothing else; a site without a repository starts from nothing. */
export async function openWorkingFolder(folder: string, repository: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  if (!existsSync(repository)) return;
  const revision = await readRevision(repository, "main");
  try {
    for (let from = 0; from < revision.files.length; from += READ_AT_ONCE) {
      const batch = revision.files.slice(from, from + READ_AT_ONCE);
      const contents = await revision.read(batch);
      for (const [index, { path }] of batch.entries()) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, contents[index] ?? new Uint8Array());
      }
    }
  } finally {
    await revision.close();
  }
}

export interface CommitFolderOptions {
  folder: string;
  repository: string;
  message: string;
}

/**
 * Commits a folder: a first import makes the repository through `git fast-import`, a later one is a commit of what changed
 * upon `main`, whatever editors saved meanwhile elsewhere.
 * @returns the commit of `main`, and whether this call made it
 */
export async function commitFolder({
  folder,
  repository,
  message,
}: CommitFolderOptions): Promise<{ id: string; isNew: boolean }> {
  if (!existsSync(repository)) {
    const { revision, created } = await seedRepository({ repository, folder, author: AUTHOR, message });
    return { id: revision, isNew: created };
  }
  const [now, before] = [await readFolder(folder), await readRevision(repository, "main")];
  try {
    const earlier = new Map(before.files.map(({ path, oid }) => [path, oid]));
    const changed = now.files.filter(({ path, oid }) => earlier.get(path) !== oid);
    const present = new Set(now.files.map(({ path }) => path));
    const gone = before.files.filter(({ path }) => !present.has(path));
    if (changed.length + gone.length === 0) return { id: before.id ?? "", isNew: false };
    const contents = await now.read(changed);
    const changes: Change[] = [
      ...gone.map(({ path }): Change => ({ path, delete: true })),
      ...changed.map(({ path }, index): Change => ({ path, content: contents[index] ?? new Uint8Array() })),
    ];
    // Somebody who saves one of these files meanwhile is not overwritten: the import is told, and run again.
    const touched = [...gone, ...changed].map(({ path }) => [path, earlier.get(path) ?? null] as const);
    const expected = Object.fromEntries(touched);
    const { revision } = await commit({ repository, changes, expected, author: AUTHOR, message });
    return { id: revision, isNew: true };
  } finally {
    await before.close();
  }
}
