/** Git's trees, as bytes: isomorphic-git would write other names than it read where one is not UTF-8. */

export interface TreeEntry {
  mode: string;
  oid: string;
}

/** The entries of one folder. Names are "binary" strings, a character for each byte: git's names need not be UTF-8. */
export type Tree = Map<string, TreeEntry>;

export const FILE_MODE = "100644";
export const FOLDER_MODE = "40000";
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export function isFile({ mode }: TreeEntry): boolean {
  return mode === FILE_MODE || mode === "100755";
}

export function toTreeName(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}

export function fromTreeName(name: string): string {
  return Buffer.from(name, "latin1").toString("utf8");
}

export function parseTree(bytes: Buffer): Tree {
  const tree: Tree = new Map();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + 21 > bytes.length) throw new Error("no tree of git");
    const mode = bytes.toString("latin1", at, space).replace(/^0+/, "");
    tree.set(bytes.toString("latin1", space + 1, end), { mode, oid: bytes.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return tree;
}

export function formatTree(tree: Tree): Buffer {
  // Git sorts a folder as if its name ended in a slash.
  const key = (name: string, { mode }: TreeEntry) => (mode === FOLDER_MODE ? `${name}/` : name);
  const sorted = [...tree].map(([name, entry]) => ({ name, entry, key: key(name, entry) }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ name, entry }) => [
      Buffer.from(`${entry.mode} ${name}\0`, "latin1"),
      Buffer.from(entry.oid, "hex"),
    ]),
  );
}
