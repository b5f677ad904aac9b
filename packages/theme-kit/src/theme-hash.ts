import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const KIT = dirname(fileURLToPath(import.meta.url));
const SKIPPED = new Set(["node_modules", "dist", ".astro"]);

/** Of this package, which does not change under a process that runs it. */
let kitHash: string | undefined;

/** A hash of all that a theme's bundle is made from: the theme, this package and its version of Astro. */
export function hashTheme(theme: string): string {
  kitHash ??= createHash("sha256")
    .update(hashFiles(KIT))
    .update(readFileSync(join(KIT, "..", "package.json")))
    .digest("hex");
  return createHash("sha256").update(hashFiles(theme)).update(kitHash).digest("hex").slice(0, 20);
}

function hashFiles(folder: string): string {
  const hash = createHash("sha256");
  for (const file of listFiles(folder))
    hash.update(relative(folder, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.endsWith(".test.ts")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
