import { RepositoryError } from "./repository-error.ts";

/** Puts a sentence around an error of the system; returns all others as they are. */
export function explainDisk(gitFolder: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (!(cause instanceof Error) || syscall === undefined) return cause;
  const advice = code === "ENOSPC" || code === "EDQUOT" ? "The disk is full: make room" : "Look at the disk";
  const message = `${gitFolder} could not be written: ${cause.message}. ${advice}, then save again.`;
  return new RepositoryError("not-written", message, { cause });
}
