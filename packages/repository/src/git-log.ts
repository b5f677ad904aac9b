/** The commits of a repository and the files that each changed, out of `git log`. */
import { randomUUID } from "node:crypto";
import type { Author } from "./author.ts";
import { runGit } from "./git.ts";
import { RepositoryError } from "./repository-error.ts";

export interface LoggedCommit {
  revision: string;
  author: Author;
  /** ISO 8601. */
  date: string;
  message: string;
  files: LoggedFile[];
}

export interface LoggedFile {
  path: string;
  /** `null`: the commit removed it. */
  oid: string | null;
}

/** Some 200,000 changes of files. */
const MAX_LOG = 64 * 1024 * 1024;

/** Runs `git log` with these arguments, which choose commits and paths. */
export async function logCommits(gitFolder: string, choice: readonly string[]): Promise<LoggedCommit[]> {
  // Names and messages may be empty, and those of strangers anything: only what nobody can guess tells commits apart.
  const mark = randomUUID();
  const format = `--format=%x00${mark}%x00%H%x00%an%x00%ae%x00%aI%x00%B`;
  const command = ["--literal-pathspecs", "log", "--raw", "--no-abbrev", "-z", format, ...choice];
  const { output, failure, tooMuch } = await runGit(gitFolder, command, MAX_LOG);
  if (tooMuch) throw new RepositoryError("git-failed", `The history of ${gitFolder} is too long to be read at once.`);
  if (failure) throw failure;
  const [, ...records] = output.toString("utf8").split(`\0${mark}\0`);
  return records.map(parseCommit);
}

function parseCommit(record: string): LoggedCommit {
  const [revision = "", name = "", email = "", date = "", message = "", ...rest] = record.split("\0");
  return { revision, author: { name, email }, date, message: message.trim(), files: [...parseFiles(rest)] };
}

/** `:modes oids status`, then the path, or two of them where a file was renamed. */
function* parseFiles(fields: readonly string[]): Generator<LoggedFile> {
  for (let at = 0; at < fields.length; ) {
    const [, oid, status] = /^\n?:\d+ \d+ [0-9a-f]+ ([0-9a-f]{40}) ([A-Z])\d*$/.exec(fields[at] ?? "") ?? [];
    if (oid === undefined) {
      at++;
      continue;
    }
    const paths = status === "R" || status === "C" ? 2 : 1;
    yield { path: fields[at + paths] ?? "", oid: status === "D" ? null : oid };
    at += paths + 1;
  }
}
