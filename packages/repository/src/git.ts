/**
 * How native git is run: on repositories that strangers push to, so with nothing of this machine's configuration, no
 * program that a repository may name, and no network.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { devNull } from "node:os";
import { join, resolve } from "node:path";
import { RepositoryError } from "./repository-error.ts";

const MAX_COMPLAINT = 4096;

/** The folder that holds a repository's objects: `.git` of a work tree, or the folder itself when it is bare. */
export function findGitFolder(repository: string): string {
  const folder = resolve(repository);
  // Named to git outright: it must not go and find a repository that this folder happens to be in.
  if (existsSync(join(folder, ".git"))) return join(folder, ".git");
  if (existsSync(join(folder, "HEAD")) && existsSync(join(folder, "objects"))) return folder;
  throw new RepositoryError(
    "no-repository",
    `${folder} is no git repository. Give the folder of a repository, bare or not; to read one of its folders, name it apart.`,
  );
}

interface GitEnd {
  /** The exit status, unless git was killed or did not start. */
  status?: number;
  /** What to say of a git that failed. */
  failure?: RepositoryError;
}

export interface RunningGit {
  process: ChildProcessWithoutNullStreams;
  /** Fulfilled when git has ended and its output was read. */
  ended: Promise<GitEnd>;
}

/**
 * Starts a command of git. Its output is for the caller to read; its complaints come with `ended`.
 * @param environment what this command is to know besides
 */
export function startGit(gitFolder: string, command: readonly string[], environment?: NodeJS.ProcessEnv): RunningGit {
  const child = spawn("git", [...SAFE_OPTIONS, `--git-dir=${gitFolder}`, ...command], {
    cwd: "/",
    env: { ...gitEnvironment(), ...environment },
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<GitEnd>();
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-MAX_COMPLAINT);
  });
  // Writing to a git that has just died: `close` tells more.
  child.stdin.on("error", () => {});
  child.on("error", (cause: NodeJS.ErrnoException) => {
    const failure =
      cause.code === "ENOENT"
        ? new RepositoryError("no-git", "git is not installed, or not in PATH. Install git 2.36 or later.", { cause })
        : new RepositoryError("git-failed", `git could not be started: ${cause.message}`, { cause });
    end({ failure });
  });
  child.on("close", (status, signal) => {
    if (status === 0) {
      end({ status });
      return;
    }
    const how = `git ${nameOf(command)} ended with ${signal ?? status} in ${gitFolder}`;
    const failure = new RepositoryError("git-failed", `${how}: ${complaint.trim() || "it said nothing"}`);
    end({ failure, ...(status === null ? {} : { status }) });
  });
  return { process: child, ended };
}

/** The command's name, which may come after options. */
function nameOf(command: readonly string[]): string | undefined {
  return command.find((word, index) => !word.startsWith("-") && command[index - 1] !== "-c");
}

/**
 * Runs a command of git to its end and returns what it wrote.
 * @param maxBytes git is stopped beyond, and `tooMuch` says so
 */
export async function runGit(
  gitFolder: string,
  command: readonly string[],
  maxBytes: number,
  { input = "", environment }: { input?: string | Uint8Array; environment?: NodeJS.ProcessEnv } = {},
): Promise<GitEnd & { output: Buffer; tooMuch: boolean }> {
  const git = startGit(gitFolder, command, environment);
  git.process.stdin.end(input);
  const chunks: Buffer[] = [];
  let size = 0;
  git.process.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else git.process.kill("SIGKILL");
  });
  const end = await git.ended;
  return { ...end, output: Buffer.concat(chunks), tooMuch: size > maxBytes };
}

const SAFE_OPTIONS = [
  "--no-pager",
  "-c",
  "safe.directory=*",
  "-c",
  "core.fsmonitor=false",
  "-c",
  `core.hooksPath=${devNull}`,
];

/** What git may know of this machine: where programs are, and nothing else. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return {
    PATH,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    // A pushed `refs/replace/…` would put one file's bytes under another's id.
    GIT_NO_REPLACE_OBJECTS: "1",
    // A partial clone fetches what it lacks, through a program that its configuration may name.
    GIT_ALLOW_PROTOCOL: "",
    GIT_NO_LAZY_FETCH: "1",
  };
}
