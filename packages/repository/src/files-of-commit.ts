import { readCommit } from "./commit-object.ts";
import { diffTrees } from "./diff-trees.ts";
import { findGitFolder } from "./git.ts";
import { withObjects } from "./object-reader.ts";
import { EMPTY_TREE } from "./tree.ts";

/**
 * The paths of the files that a commit wrote: those that its first parent has otherwise, or not at all. What it removed
 * is not among them.
 * @throws RepositoryError `git-failed` when there is no such commit
 */
export async function filesOfCommit(repository: string, revision: string): Promise<string[]> {
  return withObjects(findGitFolder(repository), async (objects) => {
    const { tree, parents } = await readCommit(objects, revision);
    const before = parents[0] === undefined ? EMPTY_TREE : (await readCommit(objects, parents[0])).tree;
    return (await diffTrees(objects, before, tree)).flatMap(({ path, after }) => (after === undefined ? [] : [path]));
  });
}
