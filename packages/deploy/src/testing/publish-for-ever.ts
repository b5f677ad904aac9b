/**
 * For the kill tests: publishes a new version of a small site, again and again, until it is killed. Says on its output
 * each time that it has.
 */
import { once } from "node:events";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

import { publishRelease } from "../publish-release.ts";

const [root = "", method = ""] = process.argv.slice(2);
const built = join(root, "built");
const FILES = 60;

for (let version = Date.now(); ; version++) {
  const page = `v${version} ${"x".repeat(200_000)} v${version}`;
  if (method === "in-place") writeVersion(join(root, "live"), version, page, writeFileSync);
  else {
    writeVersion(built, version, page, replaceFile);
    // Published without a pause, more stay than on a host: a reader may be held up by others for a few publications.
    publishRelease({ built, releases: join(root, "releases"), revision: String(version), keep: 20 });
  }
  if (!process.stdout.write("published\n")) await once(process.stdout, "drain");
  // What is removed later is removed between two publications.
  await turn();
}

function writeVersion(
  folder: string,
  version: number,
  page: string,
  write: (path: string, content: string) => void,
): void {
  mkdirSync(join(folder, "_theme"), { recursive: true });
  for (const old of readdirSync(join(folder, "_theme"))) rmSync(join(folder, "_theme", old));
  write(join(folder, "index.html"), page);
  for (let index = 0; index < FILES; index++) write(join(folder, `${index}.html`), page.slice(0, 1000));
  write(join(folder, "_theme", `style.${version}.css`), "x");
}

function replaceFile(path: string, content: string): void {
  writeFileSync(`${path}.tmp`, content);
  renameSync(`${path}.tmp`, path);
}
