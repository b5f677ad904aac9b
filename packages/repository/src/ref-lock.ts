/**
 * The lock of a branch: git's own, `refs/heads/main.lock`, which native git (a push, a repack) waits for as we wait for
 * its. Ours is a symbolic link that leads nowhere and whose text names its owner: made in one step, never half written,
 * so that the lock of a process that was killed is known for what it is.
 */
import { lstat, readdir, readlink, rename, symlink, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flushFolder, makeFolder, writeAside } from "./durable-files.ts";
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

/** Waits for the lock of a ref. */
export async function lockRef(gitFolder: string, ref: string, patience = PATIENCE): Promise<RefLock> {
  const path = join(gitFolder, `${ref}.lock`);
  const until = Date.now() + patience;
  for (;;) {
    const key = await take(path);
    if (key !== undefined)
      return {
        move: (from, to) => moveRef(gitFolder, ref, { path, key }, from, to),
        release: () => release(path, key),
      };
    const abandoned = await abandonedBy(path);
    if (abandoned !== undefined) await breakLock(gitFolder, path, abandoned);
    else if (Date.now() > until)
      throw new RepositoryError(
        "busy",
        `Another program has been writing to ${gitFolder} for ${patience / 1000} s. If none is, remove ${path}.`,
      );
    else await sleep(2 + Math.random() * 8);
  }
}

/** What the locks that this process holds say. */
const held = new Set<string>();
let taken = 0;

/** Takes a lock, if nobody has it; returns what it says. */
async function take(path: string): Promise<string | undefined> {
  const key = `${OWNER}|${taken++}`;
  held.add(key);
  try {
    await symlink(key, path);
    return key;
  } catch (error) {
    held.delete(key);
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return undefined;
    if (code !== "ENOENT") throw error;
    for (const folder of await makeFolder(dirname(path))) await flushFolder(folder);
    return undefined;
  }
}

async function release(path: string, key: string): Promise<void> {
  try {
    if ((await readOwner(path)) === key) await removeIfThere(path);
  } catch {
    // What was saved stands. It is a lock of this process that nobody holds, which the next save removes.
  } finally {
    held.delete(key);
  }
}

/** What a lock says, when nobody holds it any more. */
async function abandonedBy(path: string): Promise<string | undefined> {
  const owner = await readOwner(path);
  if (owner === undefined) return undefined;
  if (owner.startsWith(`${OWNER}|`)) return held.has(owner) ? undefined : owner;
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
 * remove the lock that a third had taken since. Should it happen all the same, `moveRef` finds its lock gone.
 */
async function breakLock(gitFolder: string, path: string, abandoned: string): Promise<void> {
  const guard = join(gitFolder, "pivert-break.lock");
  const key = await take(guard);
  if (key === undefined) {
    if ((await abandonedBy(guard)) !== undefined) await removeIfThere(guard);
    await sleep(5 + Math.random() * 20);
    return;
  }
  try {
    if ((await abandonedBy(path)) !== abandoned) return;
    const pid = pidOf(abandoned);
    if (pid !== undefined && Number(pid) !== process.pid)
      for (const name of await readdir(gitFolder))
        if (name.startsWith(`pivert-tmp-${pid}-`)) await removeIfThere(join(gitFolder, name));
    await removeIfThere(path);
  } finally {
    await release(guard, key);
  }
}

let written = 0;

async function moveRef(
  gitFolder: string,
  ref: string,
  lock: { path: string; key: string },
  from: string | undefined,
  to: string,
): Promise<boolean> {
  const target = join(gitFolder, ref);
  const aside = join(gitFolder, `pivert-tmp-${process.pid}-${written++}-${basename(ref).slice(0, 40)}`);
  try {
    await writeAside(aside, `${to}\n`, 0o644);
    if ((await readRef(gitFolder, ref)) !== from || (await readOwner(lock.path)) !== lock.key) {
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

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
