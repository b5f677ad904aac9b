/** Codes of the system and of PostgreSQL. */
const FULL: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "53100"]);

/** Whether an error, or what caused it, says that a disk or a quota is full. */
export function meansFullDisk(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && FULL.has(cause.code)) return true;
  return false;
}
