/** A digest of the code that turns content into pages: whatever it changes, everything is built again. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const ENGINE = ["model", "markdown", "repository", "assets", "theme-kit", "builder"];

let known: string | undefined;

export function engineHash(): string {
  known ??= hashSources();
  return known;
}

function hashSources(): string {
  const hash = createHash("sha256");
  for (const name of ENGINE) {
    hash.update(readFileSync(join(PACKAGES, name, "package.json")));
    for (const file of sourcesOf(join(PACKAGES, name, "src")))
      hash.update(file.slice(PACKAGES.length)).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 20);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => join(folder, name));
}
