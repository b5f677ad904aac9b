import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { RepositoryError } from "./repository-error.ts";

/**
 * The repository that a folder is, or lies in.
 * @returns what `readRevision` takes: the repository, and the folder's path in its tree when it is not the root
 * @throws RepositoryError `no-repository`
 */
export function findRepository(folder: string): { repository: string; under?: string } {
  const start = resolve(folder);
  if (existsSync(join(start, "HEAD")) && existsSync(join(start, "objects"))) return { repository: start };
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, ".git")))
      return at === start ? { repository: at } : { repository: at, under: relative(at, start) };
    if (at === dirname(at)) break;
  }
  throw new RepositoryError(
    "no-repository",
    `${start} is in no git repository, so that it has no revisions. Build it without --revision.`,
  );
}
