/**
 * Brings changes made to files in `sites/<site>/` into the site's repository, where editors work too: what nobody else
 * changed is committed, what someone did is left alone and said.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Change, Conflict, commit, RefusedChange, readFolder, type SourceFile } from "@pivert/repository";

export interface FollowFolderOptions {
  folder: string;
  repository: string;
  /** Remembers what was brought over last. */
  memory: string;
}

export interface Followed {
  /** Paths committed. */
  committed: string[];
  /** Paths that an editor changed too. */
  conflicts: string[];
  /** What no repository takes, such as two names that differ by case only. */
  refused: RefusedChange[];
}

const AUTHOR = { name: "Dossier sites/", email: "sites@pivert.invalid" };

/** Remembers a folder as it is: what the repository was seeded with. */
export async function rememberFolder({ folder, memory }: FollowFolderOptions): Promise<void> {
  const { files } = await readFolder(folder);
  writeMemory(memory, files);
}

/** Commits what changed in a folder since the last call. */
export async function followFolder({ folder, repository, memory }: FollowFolderOptions): Promise<Followed> {
  const known = readMemory(memory);
  const revision = await readFolder(folder, { known });
  const present = new Set(revision.files.map(({ path }) => path));
  const changed = revision.files.filter(({ path, oid }) => known.get(path)?.oid !== oid);
  const removed = [...known.values()].filter(({ path }) => !present.has(path));
  const contents = await revision.read(changed);
  // What left goes first: a new name may differ from an old one by case only.
  const changes: Change[] = [
    ...removed.map(({ path }): Change => ({ path, delete: true })),
    ...changed.map(({ path }, index): Change => ({ path, content: contents[index] ?? Buffer.alloc(0) })),
  ];
  const committed: string[] = [];
  const conflicts: string[] = [];
  const refused: RefusedChange[] = [];
  const kept = new Set<string>();
  // One by one, so that one conflict does not hold the others back.
  for (const change of changes) {
    const before = known.get(change.path)?.oid ?? null;
    try {
      await commit({
        repository,
        changes: [change],
        expected: { [change.path]: before },
        author: AUTHOR,
        message: `Fichier ${change.path}`,
      });
      committed.push(change.path);
    } catch (error) {
      if (error instanceof Conflict) conflicts.push(change.path);
      else if (error instanceof RefusedChange) refused.push(error);
      else throw error;
      kept.add(change.path);
    }
  }
  writeMemory(memory, [
    ...revision.files.filter(({ path }) => !kept.has(path)),
    ...[...known.values()].filter(({ path }) => kept.has(path)),
  ]);
  return { committed, conflicts, refused };
}

function readMemory(memory: string): Map<string, SourceFile> {
  if (!existsSync(memory)) return new Map();
  const files = JSON.parse(readFileSync(memory, "utf8")) as SourceFile[];
  return new Map(files.map((file) => [file.path, file]));
}

function writeMemory(memory: string, files: readonly SourceFile[]): void {
  writeFileSync(`${memory}.tmp`, JSON.stringify(files));
  renameSync(`${memory}.tmp`, memory);
}
