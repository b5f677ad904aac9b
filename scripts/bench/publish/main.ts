/**
 * `pnpm bench:publish [--quick] [--rounds=30]`: from « Publier » to the new page answered at the live address, on the
 * platform as `pnpm start` runs it, beside a bare `git commit` and a Hugo rebuild of the same change.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPlatform } from "../../platform/start-platform.ts";
import { fetchHugo } from "../fetch-tools.ts";
import { MANY, type SitePlan, siteFolder, THOUSAND, writeContent } from "../make-content.ts";
import { FOLDERS, RESULTS } from "../paths.ts";
import { quantile, summarise, summariseRatio } from "../statistics.ts";
import { format } from "../table.ts";
import { hugo, hugoVersion } from "../tools/hugo.ts";
import { pivert } from "../tools/pivert.ts";
import { measurePublications, type PublishTimes } from "./publish-times.ts";

/** Seconds. */
const TARGET = { median: 1, p95: 2 };

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, rounds: { type: "string" } },
});
const rounds = Number(options.rounds ?? (options.quick ? 5 : 30));
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write("Say how many publications: --rounds=30.\n");
  process.exit(2);
}
const plans = [...MANY.slice(0, 1), THOUSAND];

const noHugo = fetchHugo();
const tools = noHugo === undefined ? [pivert, hugo] : [pivert];
for (const tool of tools) tool.prepare();
writeContent(plans, tools);

const scratch = mkdtempSync(join(tmpdir(), "pivert-bench-"));
try {
  report(await measure());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measure(): Promise<[SitePlan, PublishTimes][]> {
  const folders = { ...FOLDERS, data: join(scratch, "data"), sites: join(scratch, "sites") };
  mkdirSync(folders.data);
  for (const { name } of plans) cpSync(siteFolder(pivert, name), join(folders.sites, name), { recursive: true });
  tell("The platform starts");
  const platform = await startPlatform(folders);
  try {
    const measured: [SitePlan, PublishTimes][] = [];
    for (const plan of plans) {
      tell(`${rounds} publications among ${plan.articles} articles`);
      measured.push([plan, await measurePublications(platform, plan, rounds, scratch)]);
    }
    return measured;
  } finally {
    await platform.stop();
  }
}

function report(measured: [SitePlan, PublishTimes][]): void {
  const lines = measured.flatMap(([plan, times]) => tellSite(plan, times));
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}, Hugo ${hugoVersion() ?? "–"}.`;
  const missing = noHugo === undefined ? [] : [`Hugo is missing: ${noHugo}.`];
  const text = [...missing, machine, `Wall time of ${rounds} publications, one after the other.`, "", ...lines].join(
    "\n",
  );
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, options.quick ? "publish-quick" : "publish");
  const sites = measured.map(([{ articles }, times]) => ({ articles, ...judge(times), times }));
  const figures = { date: new Date().toISOString(), rounds, machine, missing, target: TARGET, sites };
  writeFileSync(`${file}.json`, `${JSON.stringify(figures, null, 1)}\n`);
  writeFileSync(`${file}.txt`, `${text}\n`);
  process.stdout.write(`${text}\n\nFigures: ${file}.{json,txt}\n`);
}

function judge({ live }: PublishTimes) {
  const { median, least, most } = summarise(live);
  const p95 = quantile(live, 0.95);
  return { median, p95, least, most, met: median <= TARGET.median && p95 <= TARGET.p95 };
}

function tellSite({ articles }: SitePlan, times: PublishTimes): string[] {
  const { median, p95, least, most, met } = judge(times);
  const beside = (name: string, theirs: number[]) => {
    const { median: ratio, least: low, most: high } = summariseRatio(times.live, theirs);
    const spread = `${format(low)}–${format(high)}`;
    return `  ${name}: ${format(summarise(theirs).median)} s; a publication is ${format(ratio)} times that (${spread})`;
  };
  const stages = { "draft saved, before": times.save, merged: times.merge, "built and switched": times.build };
  const medians = Object.entries(stages).map(([name, values]) => `${name} ${format(summarise(values).median)} s`);
  return [
    `${articles} articles, « Publier » to the new page: median ${format(median)} s, p95 ${format(p95)} s, ${format(least)}–${format(most)} s; target median ${TARGET.median} s, p95 ${TARGET.p95} s: ${met ? "met" : "MISSED"}`,
    `  stages (medians): ${medians.join(", ")}`,
    beside("git commit", times.commit),
    ...(times.hugo.length > 0 ? [beside("Hugo rebuild", times.hugo)] : []),
    "",
  ];
}

function tell(what: string): void {
  process.stderr.write(`${what}\n`);
}
