import { refusePath } from "./admit-files.ts";
import { findGitFolder } from "./git.ts";
import { type LoggedCommit, type LoggedFile, logCommits } from "./git-log.ts";
import { readRef } from "./refs.ts";

/** One commit that changed a file; its path is another one before the file was renamed. */
export type PastVersion = Omit<LoggedCommit, "files"> & LoggedFile;

const DEFAULT_LIMIT = 100;

/** The commits of `main` that changed a file, the last one first, through its renames. */
export async function historyOf(repository: string, path: string, limit = DEFAULT_LIMIT): Promise<PastVersion[]> {
  const gitFolder = findGitFolder(repository);
  const tip = await readRef(gitFolder, "refs/heads/main");
  if (refusePath(path) || tip === undefined) return [];
  const commits = await logCommits(gitFolder, ["--follow", "--find-renames", `-${limit}`, tip, "--", path]);
  return commits.flatMap(({ files: [file], ...commit }) => (file ? [{ ...commit, ...file }] : []));
}
