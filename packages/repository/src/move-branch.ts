/** The one way in which a branch gets a new commit. */
import { explainDisk } from "./disk-error.ts";
import { inTurn } from "./in-turn.ts";
import { type ObjectReader, withObjects } from "./object-reader.ts";
import { ObjectWriter } from "./object-writer.ts";
import { lockRef } from "./ref-lock.ts";
import { readRef } from "./refs.ts";
import { RepositoryError } from "./repository-error.ts";

export interface Workshop {
  /** The commit that the branch is at; it stays there until the work is done. */
  tip: string | undefined;
  objects: ObjectReader;
  writer: ObjectWriter;
}

/** What the branch shall lead to (its tip, to leave it alone), and what to tell the caller. */
export interface Made<Result> {
  revision: string | undefined;
  result: Result;
}

/** Only programs that ignore git's locks make a branch move while it is locked. */
const ATTEMPTS = 5;

/**
 * Lets `make` write a commit upon the tip of a branch, alone in this process and among all others, then makes the
 * branch lead to it. When this returns, the commit is on the disk; when it throws, the branch is where it was, or
 * (should the disk fail at the last flush) whole at the new commit.
 */
export async function moveBranch<Result>(
  gitFolder: string,
  ref: string,
  make: (workshop: Workshop) => Promise<Made<Result>>,
): Promise<Result> {
  return inTurn(`${gitFolder} ${ref}`, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const made = await tryToMove(gitFolder, ref, make);
      if (made) return made.result;
    }
    throw new RepositoryError("busy", `${ref} of ${gitFolder} kept moving under its lock. See what writes there.`);
  });
}

async function tryToMove<Result>(
  gitFolder: string,
  ref: string,
  make: (workshop: Workshop) => Promise<Made<Result>>,
): Promise<Made<Result> | undefined> {
  try {
    const lock = await lockRef(gitFolder, ref);
    try {
      return await withObjects(gitFolder, async (objects) => {
        const tip = await readRef(gitFolder, ref);
        const writer = new ObjectWriter(gitFolder);
        const made = await make({ tip, objects, writer });
        if (made.revision === undefined || made.revision === tip) return made;
        await writer.flush();
        return (await lock.move(tip, made.revision)) ? made : undefined;
      });
    } finally {
      await lock.release();
    }
  } catch (cause) {
    throw explainDisk(gitFolder, cause);
  }
}
