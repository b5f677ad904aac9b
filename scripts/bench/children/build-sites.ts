/** A process that builds the sites of a task file the way `buildSites` of operations does, in folders of the bench. */
import { readFileSync } from "node:fs";
import { type Builder, type BuilderFolders, type BuildRequest, openBuilder } from "@pivert/builder";

const WORKERS = 2;

const { folders, requests } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as {
  folders: BuilderFolders;
  requests: BuildRequest[];
};
const local = openBuilder(folders);
const known = requests.length === 1 ? [] : await local.check(requests);
const changed = requests.filter((_, index) => !known[index]);
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
