/** A tree of folders that is read and written only where it is looked at or changed. */
import { foldPath, type Problem, problem } from "@pivert/model";
import type { ObjectReader } from "./object-reader.ts";
import type { ObjectWriter } from "./object-writer.ts";
import {
  EMPTY_TREE,
  FILE_MODE,
  FOLDER_MODE,
  formatTree,
  fromTreeName,
  isFile,
  parseTree,
  type Tree,
  toTreeName,
} from "./tree.ts";

interface Folder {
  path: string;
  entries: Tree;
  /** Those that were opened, by name. */
  folders: Map<string, Folder>;
  changed: boolean;
  /** Names that were not there. */
  added: Set<string>;
}

export class TreeEditor {
  readonly #objects: ObjectReader;
  readonly #id: string;
  #root: Folder | undefined;

  /** @param id of the tree to start from */
  constructor(objects: ObjectReader, id: string = EMPTY_TREE) {
    this.#objects = objects;
    this.#id = id;
  }

  /** The blob id of a file; `undefined` when there is none. */
  async find(path: string): Promise<string | undefined> {
    const { folders, name } = split(path);
    let folder = await this.#openRoot();
    for (const step of folders) {
      const next = await this.#enter(folder, step);
      if (!next) return undefined;
      folder = next;
    }
    const entry = folder.entries.get(name);
    return entry && isFile(entry) ? entry.oid : undefined;
  }

  /** Gives a path this content. Returns the problem when a folder has its name, or a file that of one of its folders. */
  async set(path: string, oid: string): Promise<Problem | undefined> {
    const { folders, name } = split(path);
    let folder = await this.#openRoot();
    for (const step of folders) {
      if (!folder.entries.has(step)) this.#addFolder(folder, step);
      const next = await this.#enter(folder, step);
      folder.changed = true;
      if (!next) return problem("duplicate-name", { file: path, expected: join(folder.path, step) });
      folder = next;
    }
    if (folder.entries.get(name)?.mode === FOLDER_MODE)
      return problem("duplicate-name", { file: path, expected: `${path}/` });
    if (!folder.entries.has(name)) folder.added.add(name);
    folder.entries.set(name, { mode: FILE_MODE, oid });
    folder.changed = true;
    return undefined;
  }

  /** Removes a file, and the folders that it leaves empty. */
  async remove(path: string): Promise<void> {
    const { folders, name } = split(path);
    const way = [await this.#openRoot()];
    for (const step of folders) {
      const next = await this.#enter(way.at(-1) as Folder, step);
      if (!next) return;
      way.push(next);
    }
    const names = [...folders, name];
    for (let depth = way.length - 1; depth >= 0; depth--) {
      const [folder, gone] = [way[depth] as Folder, names[depth] as string];
      folder.changed = true;
      if (depth < way.length - 1 && way[depth + 1]?.entries.size !== 0) continue;
      folder.entries.delete(gone);
      folder.folders.delete(gone);
      folder.added.delete(gone);
    }
  }

  /** The problems of added names that a system which ignores case or normalises accents takes for another's. */
  collisions(): Problem[] {
    return this.#root ? [...collisionsIn(this.#root)] : [];
  }

  /** Writes the folders that changed; the id of the whole. */
  async write(writer: ObjectWriter): Promise<string> {
    return this.#root?.changed ? writeFolder(this.#root, writer) : this.#id;
  }

  async #openRoot(): Promise<Folder> {
    this.#root ??= openFolder("", this.#id === EMPTY_TREE ? new Map() : await this.#readTree(this.#id));
    return this.#root;
  }

  async #enter(folder: Folder, name: string): Promise<Folder | undefined> {
    const opened = folder.folders.get(name);
    if (opened) return opened;
    const entry = folder.entries.get(name);
    if (entry?.mode !== FOLDER_MODE) return undefined;
    const next = openFolder(join(folder.path, name), await this.#readTree(entry.oid));
    folder.folders.set(name, next);
    return next;
  }

  #addFolder(parent: Folder, name: string): void {
    parent.entries.set(name, { mode: FOLDER_MODE, oid: EMPTY_TREE });
    parent.folders.set(name, openFolder(join(parent.path, name), new Map()));
    parent.added.add(name);
  }

  async #readTree(oid: string): Promise<Tree> {
    return parseTree(await this.#objects.read(oid, "tree"));
  }
}

function openFolder(path: string, entries: Tree): Folder {
  return { path, entries, folders: new Map(), changed: false, added: new Set() };
}

async function writeFolder(folder: Folder, writer: ObjectWriter): Promise<string> {
  for (const [name, inner] of folder.folders)
    if (inner.changed) folder.entries.set(name, { mode: FOLDER_MODE, oid: await writeFolder(inner, writer) });
  return writer.write("tree", formatTree(folder.entries));
}

function* collisionsIn(folder: Folder): Generator<Problem> {
  if (folder.added.size > 0) {
    const names = Map.groupBy(folder.entries.keys(), (name) => foldPath(fromTreeName(name)));
    for (const name of folder.added) {
      const twin = names.get(foldPath(fromTreeName(name)))?.find((other) => other !== name);
      if (twin === undefined) continue;
      const facts = { file: join(folder.path, name), expected: join(folder.path, twin) };
      yield problem("duplicate-name", facts);
    }
  }
  for (const inner of folder.folders.values()) yield* collisionsIn(inner);
}

function split(path: string): { folders: string[]; name: string } {
  const folders = path.split("/").map(toTreeName);
  return { name: folders.pop() ?? "", folders };
}

/** The path of a name in a folder, as text. */
function join(folder: string, name: string): string {
  return folder === "" ? fromTreeName(name) : `${folder}/${fromTreeName(name)}`;
}
