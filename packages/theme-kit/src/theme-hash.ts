import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const KIT = dirname(fileURLToPath(import.meta.url));
const SKIPPED = new Set(["node_modules", "dist", ".astro"]);

/** A hash of all that a theme's bundle is made from: the theme, this package and its version of Astro. */
export function hashTheme(theme: string): string {
  const hash = createHash("sha256");
  for (const root of [theme, KIT])
    for (const file of listFiles(root))
      hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  hash.update(readFileSync(join(KIT, "..", "package.json")));
  return hash.digest("hex").slice(0, 20);
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.endsWith(".test.ts")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
