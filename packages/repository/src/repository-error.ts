/** Why a repository could not be read or written. The message says what happened and what to do; it is English, for whoever runs the host. */

export type RepositoryErrorCode =
  /** The folder to read does not exist. */
  | "no-folder"
  /** The folder is no git repository. */
  | "no-repository"
  /** The revision names no commit of the repository. */
  | "unknown-revision"
  /** The commit has no such folder. */
  | "unknown-folder"
  /** There is no file to move or to add a line to. */
  | "unknown-file"
  /** The entry has no draft. */
  | "unknown-draft"
  /** More files than a site may have. */
  | "too-many-files"
  /** A file is gone, or is not the one that was listed. */
  | "file-changed"
  /** Another program writes to the branch, and does not end. */
  | "busy"
  /** The disk refused: it is full, or fails. Nothing was acknowledged. */
  | "not-written"
  /** `read` after `close`. */
  | "closed"
  /** Git is not installed. */
  | "no-git"
  /** Git failed, on a damaged repository for one. */
  | "git-failed";

export class RepositoryError extends Error {
  readonly code: RepositoryErrorCode;
  constructor(code: RepositoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RepositoryError";
    this.code = code;
  }
}
