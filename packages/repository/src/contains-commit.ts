import { findGitFolder, runGit } from "./git.ts";

/** Whether the history of a commit holds another: they are the same, or it is a later one. */
export async function containsCommit(repository: string, commit: string, earlier: string): Promise<boolean> {
  const known = [commit, earlier].every((id) => /^[0-9a-f]{40}$/.test(id));
  if (!known || commit === earlier) return known;
  const command = ["merge-base", "--is-ancestor", earlier, commit];
  const { status, failure } = await runGit(findGitFolder(repository), command, 4096);
  // 1 is « no », 128 « there is no such commit ».
  if (status === undefined) throw failure;
  return status === 0;
}
