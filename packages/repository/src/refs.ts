/** Branches, read from a repository's files: in `refs/`, or packed together in `packed-refs`. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { findGitFolder } from "./git.ts";
import { RepositoryError } from "./repository-error.ts";

/** The commit that a branch is at; `undefined` when there is no such branch. No process is started. */
export async function head(repository: string, branch = "main"): Promise<string | undefined> {
  return readRef(findGitFolder(repository), branchRef(branch));
}

/** The ref of a branch. Throws on what is no name of one of ours. */
export function branchRef(branch: string): string {
  const isName = (name: string) =>
    /^[\w%+=][\w%+=.-]*$/.test(name) && !name.includes("..") && !/\.(lock)?$/.test(name) && name.length <= 200;
  if (branch.split("/").every(isName)) return `refs/heads/${branch}`;
  throw new RepositoryError("unknown-revision", `${JSON.stringify(branch)} is no name for a branch.`);
}

export async function readRef(gitFolder: string, ref: string): Promise<string | undefined> {
  const text = await readText(join(gitFolder, ref));
  if (text === undefined) return (await readPackedRefs(gitFolder)).get(ref);
  const [, oid] = /^([0-9a-f]{40})\s*$/.exec(text) ?? [];
  if (oid !== undefined) return oid;
  throw new RepositoryError("git-failed", `${ref} of ${gitFolder} holds no commit id. Try git fsck.`);
}

/** The refs whose name starts with a folder, such as `refs/heads/drafts/`, by name. */
export async function listRefs(gitFolder: string, folder: string): Promise<Map<string, string>> {
  const packed = [...(await readPackedRefs(gitFolder))].filter(([ref]) => ref.startsWith(folder));
  const refs = new Map(packed);
  let names: string[] = [];
  try {
    const entries = await readdir(join(gitFolder, folder), { recursive: true, withFileTypes: true });
    names = entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".lock"))
      .map(({ parentPath, name }) => join(parentPath, name).slice(gitFolder.length + 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  for (const ref of names) {
    const oid = await readRef(gitFolder, ref);
    // Gone since it was listed.
    if (oid === undefined) refs.delete(ref);
    else refs.set(ref, oid);
  }
  return new Map([...refs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readPackedRefs(gitFolder: string): Promise<Map<string, string>> {
  const text = (await readText(join(gitFolder, "packed-refs"))) ?? "";
  const refs = new Map<string, string>();
  for (const [, oid = "", ref = ""] of text.matchAll(/^([0-9a-f]{40}) (\S+)$/gm)) refs.set(ref, oid);
  return refs;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "latin1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EISDIR: git leaves the folders of refs that it removed.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}
