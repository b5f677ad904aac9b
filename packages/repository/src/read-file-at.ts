import { refusePath } from "./admit-files.ts";
import { readCommit } from "./commit-object.ts";
import { findGitFolder } from "./git.ts";
import { withObjects } from "./object-reader.ts";
import { RepositoryError } from "./repository-error.ts";
import { TreeEditor } from "./tree-editor.ts";

/**
 * One file of a commit, as a form needs it; `undefined` when the commit has no such file. Starts no process for what was
 * saved since the last repack.
 * @param revision a commit id, such as that of `head`
 * @throws RepositoryError `unknown-revision`
 */
export async function readFileAt(
  repository: string,
  revision: string,
  path: string,
): Promise<{ oid: string; content: Buffer } | undefined> {
  const gitFolder = findGitFolder(repository);
  if (refusePath(path)) return undefined;
  return withObjects(gitFolder, async (objects) => {
    if ((await objects.find(revision))?.type !== "commit")
      throw new RepositoryError("unknown-revision", `${gitFolder} has no commit ${JSON.stringify(revision)}.`);
    const tree = new TreeEditor(objects, (await readCommit(objects, revision)).tree);
    const oid = await tree.find(path);
    return oid === undefined ? undefined : { oid, content: await objects.read(oid, "blob") };
  });
}
