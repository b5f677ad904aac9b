import { RepositoryError } from "./repository-error.ts";

/** The most files that a site may have, those left out included. */
export const MAX_FILES = 100_000;

export function tooManyFiles(where: string): RepositoryError {
  return new RepositoryError(
    "too-many-files",
    `${where} has too many files: ${MAX_FILES} at most. Remove what is not the site's, or split the site.`,
  );
}
