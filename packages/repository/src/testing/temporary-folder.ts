import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files for the test that runs; removed when it passes, left as evidence (and named) when it fails. */
export function temporaryFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "pivert-test-"));
  onTestFinished(({ task }) => {
    if (task.result?.state === "fail") console.error(`left as evidence: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
    // A long run leaves a hundred thousand objects.
  }, 120_000);
  for (const [path, content] of Object.entries(files)) writeIn(folder, path, content);
  return folder;
}

/** Writes a file of a folder, and the folders on its way. */
export function writeIn(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
