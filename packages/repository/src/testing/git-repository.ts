import { execFileSync } from "node:child_process";
import { devNull } from "node:os";
import { temporaryFolder } from "./temporary-folder.ts";

export const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** Runs the real git in a folder. */
export function git(folder: string, command: readonly string[], input: string | Buffer = ""): string {
  const options = { cwd: folder, env: ENVIRONMENT, input, stdio: "pipe", maxBuffer: 64 * 1024 * 1024 } as const;
  return execFileSync("git", ["-c", "init.defaultBranch=main", ...command], options)
    .toString()
    .trimEnd();
}

/** A repository with one commit of these files, on the branch `main`. */
export function temporaryRepository(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = temporaryFolder(files);
  git(folder, ["init", "--quiet"]);
  git(folder, ["add", "--force", "--all"]);
  git(folder, ["commit", "--quiet", "--allow-empty", "--message", "First"]);
  return folder;
}

/** One line of a tree, of any kind and any name: nothing checks it. */
export interface RawEntry {
  mode: string;
  name: string | Buffer;
  oid: string;
}

/** Writes a tree as it stands, which no porcelain of git would write. */
export function writeTree(folder: string, entries: readonly RawEntry[]): string {
  const raw = entries.flatMap(({ mode, name, oid }) => [`${mode} `, name, "\0", Buffer.from(oid, "hex")]);
  const bytes = Buffer.concat(raw.map((part) => Buffer.from(part as string)));
  return git(folder, ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], bytes);
}

export function writeBlob(folder: string, content: string): string {
  return git(folder, ["hash-object", "-w", "--stdin"], content);
}

export function commitTree(folder: string, tree: string): string {
  return git(folder, ["commit-tree", tree, "-m", "Hostile"]);
}
