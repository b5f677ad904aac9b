import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder for one test: removed when it passes, left as evidence when it fails. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pivert-database-"));
  onTestFinished(({ task }) => {
    if (task.result?.state === "fail") console.error(`${task.name}: see ${folder}`);
    else rmSync(folder, { recursive: true });
  });
  return folder;
}
