/** A process that builds the sites of a task file the way `buildSites` of operations does, in folders of the bench. */
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import type { Builder, BuilderFolders, BuildRequest } from "@pivert/builder";

const WORKERS = 2;

// As the command line does, before it loads anything: a new process finds its code compiled.
enableCompileCache();
const { openBuilder } = await import("@pivert/builder");

const { folders, requests } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as {
  folders: BuilderFolders;
  requests: BuildRequest[];
};
const local = openBuilder(folders);
const changed: BuildRequest[] = [];
for (const request of requests) if (requests.length === 1 || !(await local.check(request))) changed.push(request);
const builder = changed.length > 1 ? await openPool() : local;
const results = await Promise.all(changed.map((request) => builder.build(request)));
builder.close();
local.close();
const wrong = results.flatMap(({ report }) => report.problems);
if (wrong.length > 0) {
  process.stderr.write(`The bench's content has problems: ${JSON.stringify(wrong.slice(0, 3))}\n`);
  process.exitCode = 1;
}

async function openPool(): Promise<Pick<Builder, "build" | "close">> {
  const { openWorkerPool } = await import("@pivert/builder/pool");
  return openWorkerPool({ folders, size: WORKERS });
}
