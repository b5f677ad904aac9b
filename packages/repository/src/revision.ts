/** What a build reads: the files of a site at one moment, wherever they come from. */
import type { Problem } from "@pivert/model";

/** One file of a site at one moment. */
export interface SourceFile {
  /** Logical path: relative, written with `/`, already checked. */
  path: string;
  /** Git's blob id (SHA-1) of its content: the same in a folder and in a commit. */
  oid: string;
  /** In bytes. */
  size: number;
  /**
   * Folders only: what the file system said of the file, to know it unchanged without reading it. Absent when the file
   * had just changed, since a later change could leave the same stamp: such a file is read again the next time.
   */
  stamp?: string;
}

export interface Revision {
  /** The commit id; `undefined` for a folder. */
  id: string | undefined;
  /** The files that may be used, sorted by path (UTF-16 code units). */
  files: SourceFile[];
  /** Those that may not, and why: `hostile-path`, `not-a-file`, `file-too-large`, `duplicate-name`. */
  problems: Problem[];
  /**
   * The bytes of files of this revision, in the order asked. Throws a {@link RepositoryError} that names the file when
   * it vanished or is no longer what was listed.
   */
  read(files: readonly SourceFile[]): Promise<Buffer[]>;
  /** Ends the helper processes; `read` throws afterwards. May be called twice. */
  close(): Promise<void>;
}
