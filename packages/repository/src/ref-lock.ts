/**
 * The lock of a branch: git's own, `refs/heads/main.lock`, which native git (a push, a repack) waits for as we wait for
 * its. Ours is a symbolic link that leads nowhere and whose text names its owner: made in one step, never half written,
 * so that the lock of a process that was killed is known for what it is.
 */
import { lstat, readdir, readlink, rename, symlink, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flushFolder, makeFolder, writeAside } from "./durable-files.ts";
import { inTurn } from "./in-turn.ts";
import { OWNER, pidOf, stateOf } from "./lock-owner.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

/** How long a save waits for others. */
const PATIENCE = 20_000;
/** Git holds such a lock for milliseconds: an older one, whose owner cannot be asked, has none. */
const ABANDONED = 60_000;

export interface RefLock {
  /**
   * Makes the branch lead from one commit to another, as the last and only step that anybody sees. Returns false when
   * it is no longer at `from`, or the lock was taken for abandoned.
   */
  move(from: string | undefined, to: string): Promise<boolean>;
  release(): Promise<void>;
}

/** Waits for the lock of a ref. Within a process, one caller at a time (see `inTurn`) may ask for it. */
export async function lockRef(gitFolder: string, ref: string, patience = PATIENCE): Promise<RefLock> {
  const path = join(gitFolder, `${ref}.lock`);
  const until = Date.now() + patience;
  while (!(await take(path))) {
    const owner = await abandonedBy(path);
    if (owner !== undefined) await inTurn(`break ${gitFolder}`, () => breakLock(gitFolder, path, owner));
    else if (Date.now() > until)
      throw new RepositoryError(
        "busy",
        `Another program has been writing to ${gitFolder} for ${patience / 1000} s. If none is, remove ${path}.`,
      );
    else await sleep(2 + Math.random() * 8);
  }
  return { move: (from, to) => moveRef(gitFolder, ref, path, from, to), release: () => release(path) };
}

async function take(path: string): Promise<boolean> {
  try {
    await symlink(OWNER, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code !== "ENOENT") throw error;
    for (const folder of await makeFolder(dirname(path))) await flushFolder(folder);
    return false;
  }
}

/** What a lock says, when nobody holds it any more. */
async function abandonedBy(path: string): Promise<string | undefined> {
  const owner = await readOwner(path);
  if (owner === undefined) return undefined;
  // Nobody else of this process is here: it is what a failing disk did not let us remove.
  if (owner === OWNER) return owner;
  const state = stateOf(owner);
  if (state !== "elsewhere") return state === "dead" ? owner : undefined;
  try {
    const { mtimeMs } = await lstat(path);
    return Date.now() - mtimeMs > ABANDONED ? owner : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The owner that a lock names, `git` for one of git's own, or `undefined` when there is none any more. */
async function readOwner(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "EINVAL") return "git";
    throw error;
  }
}

/**
 * Removes an abandoned lock, if it still is the one that was seen. One process at a time: of two, the second would
 * remove the lock that the first had taken since.
 */
async function breakLock(gitFolder: string, path: string, abandoned: string): Promise<void> {
  const guard = join(gitFolder, "pivert-break.lock");
  if (!(await take(guard))) {
    const owner = await abandonedBy(guard);
    if (owner !== undefined) await removeIfThere(guard);
    await sleep(5 + Math.random() * 20);
    return;
  }
  try {
    if ((await readOwner(path)) !== abandoned) return;
    const pid = pidOf(abandoned);
    if (pid !== undefined)
      for (const name of await readdir(gitFolder))
        if (name.startsWith(`pivert-tmp-${pid}-`)) await removeIfThere(join(gitFolder, name));
    await removeIfThere(path);
  } finally {
    await removeIfThere(guard);
  }
}

let written = 0;

async function moveRef(gitFolder: string, ref: string, lock: string, from: string | undefined, to: string) {
  const target = join(gitFolder, ref);
  const aside = join(gitFolder, `pivert-tmp-${process.pid}-${written++}-${basename(ref).slice(0, 40)}`);
  try {
    await writeAside(aside, `${to}\n`, 0o644);
    if ((await readRef(gitFolder, ref)) !== from || (await readOwner(lock)) !== OWNER) {
      await unlink(aside);
      return false;
    }
    await rename(aside, target);
  } catch (error) {
    await removeIfThere(aside).catch(() => {});
    throw error;
  }
  await flushFolder(dirname(target));
  return true;
}

async function release(path: string): Promise<void> {
  try {
    if ((await readOwner(path)) === OWNER) await removeIfThere(path);
  } catch {
    // What was saved stands. The lock names us, so our next save removes it.
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
