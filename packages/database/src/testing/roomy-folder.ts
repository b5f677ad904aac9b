import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** What the databases of the tests that run side by side may take. */
const ROOM = 2 * 2 ** 30;

/**
 * A new folder for databases: in memory where there is room, since half of the time of these tests was PostgreSQL's wait
 * for the disk, and a process that is killed leaves the same there as on a disk.
 */
export function makeRoomyFolder(): string {
  return mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), "pivert-database-"));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
