import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CURRENT } from "./releases.ts";
import { syncPath } from "./sync-path.ts";

/** Points `current` to a release in one rename: a reader sees the one before or this one, whole. */
export function switchCurrent(folder: string, id: string): void {
  // `ln -sfn` unlinks first and leaves a moment without a site; a rename over the link does not.
  const temporary = join(folder, `.${CURRENT}-${process.pid}`);
  rmSync(temporary, { force: true });
  symlinkSync(id, temporary);
  renameSync(temporary, join(folder, CURRENT));
  syncPath(folder);
}
