/** The builds that are measured, each against what people would pick instead. */
import { join } from "node:path";
import { alternate, type Contestant, type Measures } from "./alternate.ts";
import { type SitePlan, siteFolder } from "./make-content.ts";
import { BENCH, OUT } from "./paths.ts";
import type { Command } from "./run-measured.ts";
import { setAside } from "./set-aside.ts";
import { buildWithHugo, hugo } from "./tools/hugo.ts";
import { buildSites, changeTheme, NODE, pivert, requestOf } from "./tools/pivert.ts";
import type { Tool } from "./tools/tool.ts";

export const ALL_IN = "-all-in";

/** Many sites in one process tree: from nothing, all in, nothing changed, the theme changed; Hugo once a site. */
export function measureManySites(plans: readonly SitePlan[], rounds: number): Promise<Measures> {
  const names = plans.map(({ name }) => name);
  const ours = (options?: Parameters<typeof requestOf>[1]) => () =>
    buildSites(names.map((name) => requestOf(name, options)));
  const contestants: Contestant[] = [
    { name: "hugo", before: () => cleanAll(hugo, names), command: () => buildWithHugo(names) },
    { name: "cold", before: () => cleanAll(pivert, names), command: ours() },
    {
      name: "all in",
      before: () => cleanAll(pivert, names, ALL_IN),
      command: ours({ compress: true, variant: ALL_IN }),
    },
    // Of what the run « cold » of the same round has built.
    { name: "unchanged", command: ours() },
    { name: "theme", before: changeTheme, command: ours() },
  ];
  return alternate(hugo.missing() ? contestants.slice(1) : contestants, rounds);
}

/** Ours and Hugo only, from nothing: a point of the picture. */
export function measureColdSites(plans: readonly SitePlan[], rounds: number): Promise<Measures> {
  const names = plans.map(({ name }) => name);
  const contestants: Contestant[] = [
    { name: "hugo", before: () => cleanAll(hugo, names), command: () => buildWithHugo(names) },
    {
      name: "cold",
      before: () => cleanAll(pivert, names),
      command: () => buildSites(names.map((name) => requestOf(name))),
    },
  ];
  return alternate(hugo.missing() ? contestants.slice(1) : contestants, rounds);
}

/** One site from nothing with each tool, and the floor below which no tool can go. */
export function measureOneSite(
  { name }: SitePlan,
  tools: readonly Tool[],
  rounds: number,
  othersRounds: number,
): Promise<Measures> {
  const yardsticks = new Set<Tool>([pivert, hugo]);
  const builds = tools.map((tool): Contestant => {
    const own = yardsticks.has(tool) ? rounds : othersRounds;
    return { name: tool.name, before: () => tool.clean(name), command: () => tool.build(name), rounds: own };
  });
  const floors: Contestant[] = [
    { name: "floor", before: () => setAside(join(OUT, "floor")), command: () => readAndWrite(name) },
    { name: "cp -r", before: () => setAside(join(OUT, "copy")), command: () => copy(name) },
  ];
  return alternate([...builds, ...floors], rounds);
}

/** What compiling the theme costs: a build that finds no bundle, less one that does. */
export async function measureTheme({ name }: SitePlan): Promise<number> {
  const build: Contestant = { name: "build", before: () => pivert.clean(name), command: () => pivert.build(name) };
  const { build: runs = [] } = await alternate([build], 2);
  return (runs[0]?.cpu ?? 0) - (runs[1]?.cpu ?? 0);
}

function readAndWrite(site: string): Command {
  const report = join(requestOf(site).out, "build.json");
  const child = join(BENCH, "children", "floor.ts");
  return { argv: [...NODE, child, siteFolder(pivert, site), report, join(OUT, "floor")] };
}

function copy(site: string): Command {
  return { argv: ["cp", "-r", pivert.outOf(site), join(OUT, "copy")] };
}

function cleanAll(tool: Tool, names: readonly string[], variant = ""): void {
  for (const name of names) tool.clean(name + variant);
}
