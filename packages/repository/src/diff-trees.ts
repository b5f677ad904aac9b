import type { ObjectReader } from "./object-reader.ts";
import { EMPTY_TREE, FOLDER_MODE, fromTreeName, parseTree, type Tree, type TreeEntry } from "./tree.ts";

/** A file that two trees do not hold alike: its blob id in each, if it is there. */
export interface FileDifference {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** The files that differ between two trees, by path. Folders that are the same are not opened. */
export async function diffTrees(objects: ObjectReader, before: string, after: string): Promise<FileDifference[]> {
  const differences: FileDifference[] = [];
  await compare("", before, after);
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));

  async function compare(folder: string, oldId: string | undefined, newId: string | undefined): Promise<void> {
    const [oldTree, newTree] = [await readTree(oldId), await readTree(newId)];
    for (const name of new Set([...oldTree.keys(), ...newTree.keys()])) {
      const [one, other] = [oldTree.get(name), newTree.get(name)];
      if (one?.oid === other?.oid && one?.mode === other?.mode) continue;
      const path = `${folder}${fromTreeName(name)}`;
      const [oldFolder, newFolder] = [folderOf(one), folderOf(other)];
      if (oldFolder !== undefined || newFolder !== undefined) await compare(`${path}/`, oldFolder, newFolder);
      const [oldFile, newFile] = [fileOf(one), fileOf(other)];
      if (oldFile !== newFile) differences.push({ path, before: oldFile, after: newFile });
    }
  }

  async function readTree(id: string | undefined): Promise<Tree> {
    return id === undefined || id === EMPTY_TREE ? new Map() : parseTree(await objects.read(id, "tree"));
  }
}

function folderOf(entry: TreeEntry | undefined): string | undefined {
  return entry?.mode === FOLDER_MODE ? entry.oid : undefined;
}

function fileOf(entry: TreeEntry | undefined): string | undefined {
  return entry?.mode === FOLDER_MODE ? undefined : entry?.oid;
}
