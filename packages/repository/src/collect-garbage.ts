import { findGitFolder, runGit } from "./git.ts";

/**
 * Packs what many saves wrote one by one, and removes what nothing has led to for two weeks: less would take the image
 * that somebody has just uploaded for a page not yet saved. May run while others save; a job for the night, since it
 * takes a second for each ten thousand objects.
 * @throws RepositoryError `git-failed`
 */
export async function collectGarbage(repository: string): Promise<void> {
  const settings = ["gc.pruneExpire=2.weeks.ago", "core.fsync=all", "core.filesRefLockTimeout=10000", "pack.threads=1"];
  const command = [...settings.flatMap((setting) => ["-c", setting]), "gc", "--quiet"];
  const { failure } = await runGit(findGitFolder(repository), command, 64 * 1024);
  if (failure) throw failure;
}
