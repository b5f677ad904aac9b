import { explainDisk } from "./disk-error.ts";
import { draftRef, type EntryName } from "./draft-branch.ts";
import { findGitFolder, runGit } from "./git.ts";
import { inTurn } from "./in-turn.ts";
import { lockRef } from "./ref-lock.ts";
import { readRef } from "./refs.ts";

/** Removes the draft of an entry, whatever it holds, if there is one. */
export async function discardDraft(repository: string, entry: EntryName): Promise<void> {
  const gitFolder = findGitFolder(repository);
  const ref = draftRef(entry);
  for (let tip = await readRef(gitFolder, ref); tip !== undefined; tip = await readRef(gitFolder, ref))
    if (await removeRef(gitFolder, ref, tip)) return;
}

/** Removes a ref, if it still leads to this commit. Native git knows how to take it out of `packed-refs`. */
export async function removeRef(gitFolder: string, ref: string, at: string): Promise<boolean> {
  return inTurn(`${gitFolder} ${ref}`, async () => {
    // Git would not get past a lock that a dead process of ours left.
    const lock = await lockRef(gitFolder, ref).catch((cause) => {
      throw explainDisk(gitFolder, cause);
    });
    await lock.release();
    const waits = ["-c", "core.filesRefLockTimeout=5000", "-c", "core.packedRefsTimeout=5000"];
    const { failure } = await runGit(gitFolder, [...waits, "update-ref", "--no-deref", "-d", ref, at], 4096);
    if (!failure) return true;
    if ((await readRef(gitFolder, ref)) !== at) return false;
    throw failure;
  });
}
