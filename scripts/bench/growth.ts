/** What a page costs in a hot process, on small sites and on a large one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import type { SitePlan } from "./make-content.ts";
import { BENCH, FOLDERS, OUT } from "./paths.ts";
import { setAside } from "./set-aside.ts";
import { NODE, requestOf } from "./tools/pivert.ts";

export interface Growth {
  /** Milliseconds of processor a page, by round. */
  small: number[];
  large: number[];
  load: number[];
}

export async function measureGrowth(small: readonly SitePlan[], large: SitePlan, rounds: number): Promise<Growth> {
  const variant = "-growth";
  const task = join(OUT, "task-growth.json");
  const requests = [...small, large].map(({ name }) => requestOf(name, { variant }));
  const work = { folders: FOLDERS, small: requests.slice(0, -1), large: requests.at(-1), rounds };
  writeFileSync(task, JSON.stringify(work));
  const [program = "", ...flags] = NODE;
  const args = [...flags, "--expose-gc", join(BENCH, "children", "grow.ts"), task];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The builds of growing sites ended with ${code}.`);
  for (const { out } of requests) setAside(out);
  const builds = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { name: keyof Growth; pages: number; cpu: number });
  const costs = (wanted: keyof Growth) =>
    builds.filter(({ name }) => name === wanted).map(({ pages, cpu }) => (cpu / pages) * 1000);
  return { small: costs("small"), large: costs("large"), load: [loadavg()[0] ?? 0] };
}
