/**
 * Fetches what the bench compares with into its own folder, installing nothing on the machine:
 * `node scripts/bench/fetch-tools.ts` for Hugo (Debian's package), `--eleventy` for Eleventy too (npm).
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOOLS } from "./paths.ts";
import { hugoVersion } from "./tools/hugo.ts";

/** Hugo, and the library that it needs and a machine may lack. */
const DEBIAN_PACKAGES = ["hugo", "libsass1"];
const ELEVENTY = ["@11ty/eleventy@3.1.8", "markdown-it-footnote@4.0.0"];

/** @returns why Hugo is not here, if it is not */
export function fetchHugo(): string | undefined {
  if (hugoVersion()) return undefined;
  const folder = join(TOOLS, "hugo");
  mkdirSync(folder, { recursive: true });
  const download = () => run("apt-get", ["download", ...DEBIAN_PACKAGES], folder);
  if (!download()) {
    run("apt-get", ["update"], folder);
    if (!download()) return "apt-get has no package hugo";
  }
  for (const file of globSync("*.deb", { cwd: folder })) run("dpkg", ["-x", file, "."], folder);
  return hugoVersion() ? undefined : "the package hugo does not run on this machine";
}

export function fetchEleventy(): void {
  const folder = join(TOOLS, "eleventy");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...ELEVENTY], folder);
}

function run(command: string, args: string[], cwd: string): boolean {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: 180_000 }).status === 0;
}

if (import.meta.main) {
  process.stdout.write(`Hugo: ${fetchHugo() ?? hugoVersion()}\n`);
  if (process.argv.includes("--eleventy")) fetchEleventy();
}
