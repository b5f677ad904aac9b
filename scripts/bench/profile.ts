/**
 * Where the time of a build goes, step by step: `pnpm bench:profile [--site=mille] [--case=cold|edit|theme|unchanged]
 * [--compress] [--json] [--cpuprofile=FILE]`. First in a new process, modules and all, then in the same one, hot.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FIVE_THOUSAND, MANY, siteFolder, THOUSAND, writeContent } from "./make-content.ts";
import { FOLDERS, OUT } from "./paths.ts";
import { type Place, placeSamples } from "./profile-tree.ts";
import { changeTheme, pivert, requestOf } from "./tools/pivert.ts";

const CASES = ["cold", "edit", "theme", "unchanged"];
const SAMPLE_MICROSECONDS = 150;
/** Small sites built to make the process hot. */
const WARM_UP = 12;
/** Lines that say less are left out, in parts of the whole. */
const WORTH_A_LINE = 0.008;

interface Profiled {
  title: string;
  pages: number;
  /** Milliseconds. */
  wall: number;
  cpu: number;
  parts: { place: Place; ms: number }[];
}

const { values: options } = parseArgs({
  options: {
    site: { type: "string", default: THOUSAND.name },
    case: { type: "string", default: "cold" },
    compress: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    cpuprofile: { type: "string" },
  },
});
const plan = [...MANY, THOUSAND, FIVE_THOUSAND].find(({ name }) => name === options.site);
if (!plan || !CASES.includes(options.case)) {
  process.stderr.write(`Choose --site=asso-01…asso-83, mille or cinq-mille, and --case=${CASES.join(" or ")}.\n`);
  process.exit(2);
}
const warmers = MANY.filter(({ name }) => name !== plan.name).slice(0, WARM_UP);
writeContent([plan, ...warmers], [pivert]);
pivert.prepare();
mkdirSync(OUT, { recursive: true });
const request = requestOf(plan.name, { variant: "-profile", compress: options.compress });
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: SAMPLE_MICROSECONDS });

if (options.case !== "cold") await prepareCase(false);
else await compileOnce();
const profiled = [await profileBuild("in a new process", true)];
const { openBuilder } = await import("@pivert/builder");
const warm = openBuilder(FOLDERS);
for (const { name } of warmers) {
  pivert.clean(`${name}-warm`);
  await warm.build(requestOf(name, { variant: "-warm", compress: options.compress }));
}
warm.close();
if (options.case !== "cold") await prepareCase(true);
profiled.push(await profileBuild("in a hot process", false));
process.stdout.write(options.json ? `${JSON.stringify(profiled)}\n` : profiled.map(describe).join("\n"));

/** The theme compiled elsewhere, so that a new process finds the bundle. */
async function compileOnce(): Promise<void> {
  const { spawnSync } = await import("node:child_process");
  const { buildSites } = await import("./tools/pivert.ts");
  const [program = "", ...args] = buildSites([requestOf(MANY[0]?.name ?? "", { variant: "-warm" })]).argv;
  spawnSync(program, args, { stdio: "inherit" });
}

/** Builds, then changes what the case changes. */
async function prepareCase(hot: boolean): Promise<void> {
  if (!hot) await compileOnce();
  rmSync(request.out, { recursive: true, force: true });
  const { spawnSync } = await import("node:child_process");
  const { buildSites } = await import("./tools/pivert.ts");
  const [program = "", ...args] = buildSites([request]).argv;
  spawnSync(program, args, { stdio: "inherit" });
  if (options.case === "theme") changeTheme();
  if (options.case === "edit") editOne();
}

function editOne(): void {
  const folder = siteFolder(pivert, plan?.name ?? "");
  const report = JSON.parse(readFileSync(join(request.out, "build.json"), "utf8")) as { pages: { entry?: string }[] };
  const entry = report.pages.findLast((page) => page.entry?.startsWith("posts/"))?.entry ?? "";
  const text = readFileSync(join(folder, entry), "utf8");
  writeFileSync(join(folder, entry), text.replace(/^title: "/m, 'title: "Encore '));
}

async function profileBuild(title: string, fresh: boolean): Promise<Profiled> {
  if (options.case === "cold") rmSync(request.out, { recursive: true, force: true });
  const marks: { at: number; step: string }[] = [];
  const mark = (step: string) => void marks.push({ at: Number(process.hrtime.bigint() / 1000n), step });
  mark(fresh ? "0 load modules" : "1 state and revision");
  await session.post("Profiler.start");
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { openBuilder: open } = await import("@pivert/builder");
  const builder = open(FOLDERS);
  const { report } = await builder.build(request, (step) => mark(`during « ${step} »`));
  builder.close();
  const [wall, { user, system }] = [performance.now() - started, process.cpuUsage(before)];
  const { profile } = await session.post("Profiler.stop");
  if (options.cpuprofile)
    writeFileSync(`${options.cpuprofile}-${fresh ? "new" : "hot"}.cpuprofile`, JSON.stringify(profile));
  const stepAt = (microseconds: number) => marks.findLast(({ at }) => at <= microseconds)?.step ?? "0 load modules";
  const parts = [...placeSamples(profile, stepAt).values()];
  return { title, pages: report.pages.length, wall, cpu: (user + system) / 1000, parts };
}

function describe({ title, pages, wall, cpu, parts }: Profiled): string {
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  const line = (depth: number, name: string, ms: number) =>
    `${"  ".repeat(depth)}${name}`.padEnd(58) +
    `${ms.toFixed(1).padStart(9)} ms ${((ms / total) * 100).toFixed(1).padStart(5)} % ${((ms / pages) * 1000).toFixed(0).padStart(6)} µs/page`;
  const lines = [
    `\n${plan?.name}, ${options.case}${options.compress ? ", compressed" : ""}, ${title}: ${pages} pages, ${wall.toFixed(0)} ms, ${cpu.toFixed(0)} ms CPU with all threads; ${total.toFixed(0)} ms of JavaScript's thread:`,
  ];
  const group = (own: Profiled["parts"], depth: number) => {
    const byName = Map.groupBy(own, ({ place }) => (depth === 0 ? place.step : place.path[depth - 1]) ?? "");
    const sums = [...byName].map(([name, members]) => ({
      name,
      members,
      ms: members.reduce((sum, { ms }) => sum + ms, 0),
    }));
    sums.sort((a, b) => (depth === 0 ? a.name.localeCompare(b.name) : b.ms - a.ms));
    for (const { name, members, ms } of sums) {
      if (name === "" || (depth > 0 && ms < total * WORTH_A_LINE)) continue;
      lines.push(line(depth, name, ms));
      if (depth < 4) group(members, depth + 1);
    }
  };
  group(parts, 0);
  lines.push("\n  by package or library (self):");
  const owners = [...Map.groupBy(parts, ({ place }) => place.owner)]
    .map(([name, members]) => ({ name, ms: members.reduce((sum, { ms }) => sum + ms, 0) }))
    .sort((a, b) => b.ms - a.ms);
  for (const { name, ms } of owners) if (ms >= total * WORTH_A_LINE) lines.push(line(1, name, ms));
  return `${lines.join("\n")}\n`;
}
