/**
 * One hot process that builds small sites and a large one: what a page costs must not depend on how many there are.
 * Prints a line of JSON for each build: `{ site, pages, cpu }`, `cpu` in seconds.
 */
import { readFileSync } from "node:fs";
import { type BuilderFolders, type BuildRequest, openBuilder } from "@pivert/builder";
import { setAside } from "../set-aside.ts";

const { folders, small, large, rounds } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as {
  folders: BuilderFolders;
  small: BuildRequest[];
  large: BuildRequest;
  rounds: number;
};

// Hot: the theme is loaded and the engine has seen some thousands of pages.
const warm = openBuilder(folders);
for (const request of small) await warm.build(request);
warm.close();
for (let round = 0; round < rounds; round++) {
  await measureBuilds("small", small);
  await measureBuilds("large", [large]);
}

async function measureBuilds(name: string, requests: readonly BuildRequest[]): Promise<void> {
  for (const { out } of requests) setAside(out);
  globalThis.gc?.();
  const builder = openBuilder(folders);
  const before = process.cpuUsage();
  let pages = 0;
  for (const request of requests) pages += (await builder.build(request)).report.pages.length;
  const { user, system } = process.cpuUsage(before);
  builder.close();
  process.stdout.write(`${JSON.stringify({ name, pages, cpu: (user + system) / 1e6 })}\n`);
}
