/** A site's files at one moment: of a folder as it is now, or of a commit without a checkout. */
export { blobId } from "./blob-id.ts";
export { readFolder } from "./read-folder.ts";
export { readRevision } from "./read-revision.ts";
export { RepositoryError, type RepositoryErrorCode } from "./repository-error.ts";
export type { Revision, SourceFile } from "./revision.ts";
