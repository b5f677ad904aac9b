/** Failures of the machine as sentences that say what to do. */
import { ContentError, formatProblem } from "@pivert/model/problem";

/** One sentence for what the system refuses; `path` and `port` as the error names them. */
const SYSTEM: Record<string, (error: NodeJS.ErrnoException & { port?: number }) => string> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is in use. Stop what uses it, or choose another: --port=${(port ?? 8080) + 1}.`,
  EACCES: ({ path, port }) =>
    port
      ? `Port ${port} needs administrator rights. Choose one above 1024: --port=8080.`
      : `No permission to use ${path ?? "this folder"}. Check who owns it and give yourself the right, or choose another folder with --out.`,
  EPERM: ({ path }) => `The system refuses access to ${path ?? "this file"}. Check who owns it.`,
  EROFS: ({ path }) => `${path ?? "This disk"} is read-only. Choose another folder with --out.`,
  ENOSPC: ({ path }) =>
    `No space left on the disk${path ? ` of ${path}` : ""}. Free some (data/cache can be deleted), then run the command again.`,
  ENOTDIR: ({ path }) => `${path ?? "A part of this path"} is a file, not a folder. Choose another folder with --out.`,
  EMFILE: () => "Too many open files. Raise the limit with « ulimit -n 4096 », then run the command again.",
};

/** What SQLite could not do with the state of a build, by its primary result code (sqlite.org/rescode.html). */
const SQLITE: Record<number, keyof typeof SYSTEM> = { 8: "EACCES", 10: "EACCES", 13: "ENOSPC", 14: "EACCES" };

/** What a person should read when a command fails. A fault of ours keeps its stack. */
export function explainError(error: unknown): string {
  if (error instanceof ContentError) return error.problems.map(formatProblem).join("\n");
  if (!(error instanceof Error)) return String(error);
  const { errcode } = error as { errcode?: number };
  const system = SYSTEM[(errcode && SQLITE[errcode & 0xff]) ?? (error as NodeJS.ErrnoException).code ?? ""];
  if (system) return system(error);
  return isExpected(error) ? error.message : (error.stack ?? error.message);
}

const EXPECTED = new Set([
  "BusyError",
  "DatabaseError",
  "ImportError",
  "OutputError",
  "RepositoryError",
  "UsageError",
  "WorkerError",
]);

function isExpected(error: Error): boolean {
  return EXPECTED.has(error.name);
}
