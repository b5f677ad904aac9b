/** Two people changed the same file. */
import { runGit } from "./git.ts";
import type { ObjectReader } from "./object-reader.ts";
import { isText } from "./text-file.ts";

/** What the file holds now, and who left it so. */
export interface Theirs {
  /** `null`: the file was removed. */
  oid: string | null;
  author: string;
  /** ISO 8601. */
  date: string;
  message: string;
  /** Texts only. */
  content?: string;
}

/** A file is no longer what the editor had opened. Nothing was written. */
export class Conflict extends Error {
  readonly code = "conflict";
  readonly path: string;
  readonly theirs: Theirs;
  constructor(path: string, theirs: Theirs) {
    const what = theirs.oid === null ? "removed" : "changed";
    super(
      `${path} was ${what} by ${theirs.author} on ${theirs.date} (${theirs.message}). Take their version in first.`,
    );
    this.name = "Conflict";
    this.path = path;
    this.theirs = theirs;
  }
}

/** Tells a conflict as its two sides will want to know it. */
export async function describeConflict(
  objects: ObjectReader,
  commit: string,
  path: string,
  oid: string | undefined,
): Promise<Conflict> {
  const command = ["--literal-pathspecs", "log", "-1", "--format=%an%x00%aI%x00%s", commit, "--", path];
  const { output, failure } = await runGit(objects.gitFolder, command, 64 * 1024);
  if (failure) throw failure;
  const [author = "", date = "", message = ""] = output.toString("utf8").trim().split("\0");
  const content = oid !== undefined && isText(path) ? (await objects.read(oid, "blob")).toString("utf8") : undefined;
  return new Conflict(path, { oid: oid ?? null, author, date, message, ...(content === undefined ? {} : { content }) });
}
