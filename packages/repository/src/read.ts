/** Reading alone, of folders and commits: what a build needs, without the library that writes. */
export { findRepository } from "./find-repository.ts";
export { readFolder } from "./read-folder.ts";
export { readRevision } from "./read-revision.ts";
export type { Revision, SourceFile } from "./revision.ts";
