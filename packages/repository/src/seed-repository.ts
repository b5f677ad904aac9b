import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Problem } from "@pivert/model";
import { type Author, formatSignature } from "./author.ts";
import { flushFolder, makeFolder } from "./durable-files.ts";
import { findGitFolder, startGit } from "./git.ts";
import { readFolder } from "./read-folder.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";
import type { Revision } from "./revision.ts";

export interface SeedOptions {
  /** Where the repository shall be, such as `data/repos/velo.git`. */
  repository: string;
  /** The site's folder. */
  folder: string;
  author: Author;
  message?: string;
  date?: Date;
}

export interface Seeded {
  /** The commit of `main`. */
  revision: string;
  /** Whether it was made; otherwise it was there already, and the folder was not read. */
  created: boolean;
  /** The files that were left out, and why. */
  problems: Problem[];
}

/**
 * Makes a bare repository of a site's folder, with one commit on `main`; or finds that there is one. It appears whole,
 * also to another process that does the same.
 * @throws RepositoryError `no-folder`, `unknown-revision` (a repository without `main`), `git-failed`, `not-written`
 */
export async function seedRepository(options: SeedOptions): Promise<Seeded> {
  const target = resolve(options.repository);
  if (existsSync(target)) return { revision: await mainOf(target), created: false, problems: [] };
  const files = await readFolder(options.folder);
  for (const parent of await makeFolder(dirname(target))) await flushFolder(parent);
  const aside = join(dirname(target), `.pivert-seed-${randomBytes(8).toString("hex")}.git`);
  try {
    await writeSkeleton(aside);
    await importFiles(aside, files, options);
    await flushAll(aside);
    await rename(aside, target);
    await flushFolder(dirname(target));
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    // Another process was faster.
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    return { revision: await mainOf(target), created: false, problems: [] };
  }
  return { revision: await mainOf(target), created: true, problems: files.problems };
}

async function mainOf(repository: string): Promise<string> {
  const revision = await readRef(findGitFolder(repository), "refs/heads/main");
  if (revision !== undefined) return revision;
  throw new RepositoryError("unknown-revision", `${repository} has no branch main. Push one, or remove the folder.`);
}

/** For whoever runs git there by hand: what this package runs says as much on its command lines. */
const CONFIGURATION = `[core]
	repositoryformatversion = 0
	filemode = false
	bare = true
	fsync = all
	filesRefLockTimeout = 10000
	packedRefsTimeout = 10000
	hooksPath = /dev/null
[gc]
	auto = 0
[maintenance]
	auto = false
[transfer]
	fsckObjects = true
[receive]
	fsckObjects = true
	denyNonFastForwards = true
	denyDeletes = true
	autogc = false
`;

/** What `git init --bare` writes, without templates. */
async function writeSkeleton(repository: string): Promise<void> {
  for (const folder of ["objects/info", "objects/pack", "refs/heads", "refs/tags", "info"])
    await mkdir(join(repository, folder), { recursive: true });
  await writeFile(join(repository, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(repository, "config"), CONFIGURATION);
}

async function importFiles(repository: string, files: Revision, { author, message, date }: SeedOptions): Promise<void> {
  const git = startGit(repository, [
    "-c",
    "fastimport.unpackLimit=1",
    "-c",
    "core.fsync=all",
    "fast-import",
    "--quiet",
  ]);
  git.process.stdout.resume();
  const { stdin } = git.process;
  const send = async (...parts: (string | Uint8Array)[]) => {
    for (const part of parts)
      if (!stdin.write(part) && !stdin.destroyed)
        await Promise.race([new Promise((drained) => stdin.once("drain", drained)), git.ended]);
  };
  const signature = formatSignature({ ...author, date: date ?? new Date() });
  const text = Buffer.from(message ?? "Premier contenu", "utf8");
  await send("feature done\ncommit refs/heads/main\n", `committer ${signature}\n`, `data ${text.length}\n`, text, "\n");
  for (const file of files.files) {
    const [bytes = new Uint8Array()] = await files.read([file]);
    // Quoted, a name is never taken for something else.
    await send(`M 100644 inline "${file.path}"\ndata ${bytes.length}\n`, bytes, "\n");
  }
  await send("done\n");
  stdin.end();
  const { failure } = await git.ended;
  if (failure) throw failure;
}

async function flushAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // A file is flushed as a folder is.
  for (const { parentPath, name } of entries) await flushFolder(join(parentPath, name));
  await flushFolder(folder);
}
