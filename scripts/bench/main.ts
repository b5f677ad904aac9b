/**
 * The bench: `pnpm bench [--quick] [--only=many,pages,edits,growth,images]`. Makes its content, builds it with ours and
 * with what people would pick instead, in turn, and prints one table; figures and a picture go to data/bench/results/.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Measures } from "./alternate.ts";
import { measureColdSites, measureManySites, measureOneSite, measureTheme } from "./cases.ts";
import { countPages, tellDifference } from "./count-pages.ts";
import { type EditTimes, measureEdits } from "./edit-title.ts";
import { fetchHugo } from "./fetch-tools.ts";
import { type Growth, measureGrowth } from "./growth.ts";
import { type ImageFigures, measureImages, tellImages } from "./images.ts";
import { FIVE_THOUSAND, MANY, type SitePlan, THOUSAND, writeContent } from "./make-content.ts";
import { FOLDERS, OUT, RESULTS } from "./paths.ts";
import { drawPicture, type Line } from "./picture.ts";
import type { Measure } from "./run-measured.ts";
import { removeAside } from "./set-aside.ts";
import { summarise } from "./statistics.ts";
import { format, formatTable, judge, type Row } from "./table.ts";
import { astro } from "./tools/astro.ts";
import { eleventy } from "./tools/eleventy.ts";
import { hugo, hugoVersion } from "./tools/hugo.ts";
import { pivert } from "./tools/pivert.ts";
import type { Tool } from "./tools/tool.ts";

const PARTS = ["many", "pages", "edits", "growth", "images"];

/** How much is built: a full run takes a quarter of an hour, a quick one three minutes. */
const SIZES = {
  full: { many: 83, manyRounds: 3, some: 20, rounds: 5, others: 3, large: 3, edits: 12, grown: 30, photographs: 200 },
  quick: { many: 10, manyRounds: 3, some: 0, rounds: 3, others: 1, large: 0, edits: 5, grown: 12, photographs: 0 },
};

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const parts = options.only?.split(",") ?? PARTS;
if (parts.some((part) => !PARTS.includes(part))) {
  process.stderr.write(`Choose parts of the bench: --only=${PARTS.join(",")}.\n`);
  process.exit(2);
}
const size = options.quick ? SIZES.quick : SIZES.full;
const many = MANY.slice(0, size.many);
const [small] = many as [SitePlan];
const started = performance.now();

const missing = prepare();
const results = await measure();
const rows = makeRows();
report();
removeAside();

/** Fetches, prepares, writes the content. */
function prepare(): string[] {
  const absent = fetchHugo();
  const tools = [pivert, hugo, astro, eleventy];
  mkdirSync(OUT, { recursive: true });
  // Bundles of themes changed by an earlier run would make this one cheaper than it is.
  rmSync(join(FOLDERS.cache, "themes"), { recursive: true, force: true });
  for (const tool of tools) tool.prepare();
  writeContent([...many, THOUSAND, ...(size.large > 0 ? [FIVE_THOUSAND] : [])], tools);
  return [absent ? `Hugo is missing: ${absent}.` : undefined, eleventy.missing()].filter((line) => line !== undefined);
}

interface Results {
  theme?: number;
  many?: Measures;
  some?: Measures;
  sixty?: Measures;
  thousand?: Measures;
  fiveThousand?: Measures;
  edits: Record<string, EditTimes>;
  growth?: Growth;
  images?: ImageFigures;
}

async function measure(): Promise<Results> {
  const tools = [pivert, hugo, astro, eleventy].filter((tool) => !tool.missing());
  const made: Results = { edits: {} };
  const asked = (part: string) => parts.includes(part);
  tell("The theme is compiled");
  made.theme = await measureTheme(small);
  if (asked("many")) {
    tell(`${many.length} sites of ${small.articles} articles`);
    made.many = await measureManySites(many, size.manyRounds);
    if (size.some > 0) made.some = await measureColdSites(many.slice(0, size.some), 2);
  }
  if (asked("pages") || asked("many")) {
    tell(`One site of ${small.articles}`);
    made.sixty = await measureOneSite(small, tools, size.rounds, size.others);
  }
  if (asked("pages")) {
    tell(`One site of ${THOUSAND.articles}`);
    made.thousand = await measureOneSite(THOUSAND, tools, size.rounds, size.others);
    if (size.large > 0) {
      tell(`One site of ${FIVE_THOUSAND.articles}`);
      made.fiveThousand = await measureOneSite(FIVE_THOUSAND, tools, size.large, 1);
    }
  }
  if (asked("edits")) {
    for (const plan of [small, THOUSAND]) {
      tell(`A title edited among ${plan.articles} articles`);
      made.edits[plan.articles] = await measureEdits(plan, size.edits, !hugo.missing());
    }
  }
  if (asked("growth")) {
    tell("Growth in a hot process");
    const large = size.large > 0 ? FIVE_THOUSAND : THOUSAND;
    made.growth = await measureGrowth(many.slice(0, size.grown), large, size.large > 0 ? 3 : 2);
  }
  if (asked("images") && size.photographs > 0) {
    tell(`${size.photographs} photographs`);
    made.images = await measureImages(size.photographs);
  }
  return made;
}

/** The rows of issue C, and the others for comparison. */
function makeRows(): Row[] {
  const { many: sites, sixty, thousand, fiveThousand, edits, growth } = results;
  const made: Row[] = [];
  const add = (row: Omit<Row, "ours" | "theirs">, ours: number[] | undefined, theirs: number[] | undefined) => {
    if (ours && theirs && ours.length > 0 && theirs.length > 0) made.push({ ...row, ours, theirs });
  };
  const cpu = (measures: Measures | undefined, name: string) => measures?.[name]?.map((run) => run.cpu);
  const wall = (measures: Measures | undefined, name: string) => measures?.[name]?.map((run) => run.wall);
  const memory = (measures: Measures | undefined, name: string) => measures?.[name]?.map((run) => run.memory / 2 ** 20);
  const load = (measures: Measures | undefined, name: string) => measures?.[name]?.map((run) => run.load);
  const group = `${many.length} x ${small.articles}`;
  const large = size.large > 0 ? FIVE_THOUSAND : THOUSAND;
  const cases: [name: string, key: string, target: number, aim: number][] = [
    [`${group} cold, one process tree`, "cold", 1, 0.65],
    [`${group} cold, all in`, "all in", 1.6, 1],
    [`${group}, nothing changed, new process`, "unchanged", 0.02, 0.006],
    [`${group}, theme changed and compiled`, "theme", 0.6, 0.35],
  ];
  for (const [name, key, target, aim] of cases) {
    const row = { name, unit: "s CPU", against: `Hugo x ${many.length}`, target, aim, load: load(sites, key) } as const;
    add(row, cpu(sites, key), cpu(sites, "hugo"));
  }
  const alone: [name: string, Measures | undefined, target: number, aim: number][] = [
    ["1000 cold, new process", thousand, 2.5, 1.5],
    ["5000 cold, new process", fiveThousand, 2, 1],
  ];
  for (const [name, measures, target, aim] of alone) {
    const row = { name, unit: "s CPU", against: "Hugo", target, aim, load: load(measures, "Pivert") } as const;
    add(row, cpu(measures, "Pivert"), cpu(measures, "Hugo"));
  }
  const edited = (articles: number) =>
    ({ name: `title edited, commit to page answered, ${articles}`, unit: "s", load: edits[articles]?.load }) as const;
  const rebuilt = { against: "Hugo rebuild" };
  add({ ...edited(60), ...rebuilt, target: 0.3, aim: 0.1 }, edits[60]?.ours, edits[60]?.hugo);
  add({ ...edited(1000), ...rebuilt, target: 0.05, aim: 0.02 }, edits[1000]?.ours, edits[1000]?.hugo);
  const stock = { against: "Astro build", target: 0.01, aim: 0.003 };
  add({ ...edited(1000), ...stock }, edits[1000]?.ours, wall(thousand, "Astro"));
  const peak = {
    name: `peak memory, ${group} cold, 2 workers`,
    unit: "MiB",
    against: "Astro, one site of 60",
    load: load(sites, "cold"),
  } as const;
  add({ ...peak, target: 1.2, aim: 0.8 }, memory(sites, "cold"), memory(sixty, "Astro"));
  const grown = {
    name: `growth, hot: ${large.articles} against ${small.articles}`,
    unit: "ms CPU/page",
    load: growth?.load,
  } as const;
  add({ ...grown, against: `ours at ${small.articles}`, target: 1.2, aim: 1 }, growth?.large, growth?.small);
  const others: [articles: number, Measures | undefined, against: string[]][] = [
    [60, sixty, ["Hugo", "Astro", "Eleventy", "floor", "cp -r"]],
    [1000, thousand, ["Astro", "Eleventy", "floor", "cp -r"]],
    [5000, fiveThousand, ["Astro", "Eleventy", "floor", "cp -r"]],
  ];
  for (const [articles, measures, names] of others)
    for (const against of names) {
      const row = {
        name: `${articles} cold, new process`,
        unit: "s CPU",
        against,
        load: load(measures, against),
      } as const;
      add(row, cpu(measures, "Pivert"), cpu(measures, against));
    }
  return made;
}

function report(): void {
  const pages = tellPages();
  const apart = tellApart();
  const head = [
    options.quick ? `Quick: ${many.length} sites and no 5,000; the targets are those of a full run.` : "",
    ...missing,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}, Hugo ${hugoVersion() ?? "–"}; ${Math.round((performance.now() - started) / 1000)} s.`,
    "Medians; a ratio is that of runs side by side, with the least and the most. CPU of whole process trees; memory is the largest sum of PSS sampled.",
  ].filter(Boolean);
  const text = [
    ...head,
    "",
    formatTable(rows),
    "",
    ...apart,
    "",
    ...pages,
    ...(results.images ? ["", tellImages(results.images)] : []),
  ].join("\n");
  process.stdout.write(`\n${text}\n`);
  mkdirSync(RESULTS, { recursive: true });
  const name = options.quick ? "quick" : "full";
  const judged = rows.map((row) => ({ ...row, ...judge(row) }));
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    load: loadavg(),
    node: process.version,
    hugo: hugoVersion(),
  };
  const figures = {
    date: new Date().toISOString(),
    quick: options.quick,
    parts,
    machine,
    missing,
    rows: judged,
    ...results,
  };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(figures, null, 1)}\n`);
  writeFileSync(join(RESULTS, `${name}.txt`), `${text}\n`);
  const panels = makePanels();
  const caption = `${options.quick ? "Quick run. " : ""}Seconds of processor of whole process trees, cold, without compression; ${new Date().toISOString().slice(0, 10)}.`;
  if (panels.length > 0) writeFileSync(join(RESULTS, `${name}.svg`), drawPicture(panels, caption));
  process.stdout.write(`\nFigures and picture: ${join(RESULTS, name)}.{json,txt,svg}\n`);
}

/** The same pages with every tool, or how they differ. */
function tellPages(): string[] {
  const plans = [small, ...(results.thousand ? [THOUSAND] : []), ...(results.fiveThousand ? [FIVE_THOUSAND] : [])];
  if (!results.sixty) return [];
  return plans.flatMap(({ name, articles }) => {
    const ours = countPages(pivert.outOf(name));
    return [pivert, hugo, astro, eleventy]
      .filter((tool) => !tool.missing())
      .map((tool: Tool) => {
        const theirs = countPages(tool.outOf(name));
        const { pages, redirects, others, bytes } = theirs;
        const more = redirects > 0 ? ` (and ${redirects} redirects)` : "";
        const difference = tellDifference(ours, theirs);
        // Times of unlike work are worth nothing.
        if (difference !== undefined) process.exitCode = 1;
        const verdict = difference === undefined ? "same paths" : `NOT THE SAME WORK: ${difference}`;
        return `${articles} articles, ${tool.name}: ${pages.size} pages${more}, ${others.size} other files, ${Math.round(bytes / 1024)} KB; ${verdict}`;
      });
  });
}

/** What the rows hold or leave out, shown apart. */
function tellApart(): string[] {
  const { theme, many: sites, edits } = results;
  const lines = [`Theme compiled once, in no row but « theme changed »: ${format(theme ?? 0)} s CPU.`];
  const costs = sites?.["all in"]?.map(({ cpu }, round) => cpu - (sites.cold?.[round]?.cpu ?? 0));
  if (costs)
    lines.push(
      `Compression, only in « all in »: ${format(summarise(costs).median)} s CPU for ${many.length} sites. Checks of links are in every row of ours; bench:profile shows them.`,
    );
  for (const [articles, { cpu, commit, publish }] of Object.entries(edits)) {
    const [committed, published] = [commit, publish].map((seconds) => format(summarise(seconds).median * 1000));
    lines.push(
      `A title edited among ${articles}: commit ${committed} ms, build and switch ${published} ms, compression and flushes included; ${format(cpu * 1000)} ms CPU of the worker.`,
    );
  }
  return lines;
}

function makePanels(): { title: string; xLabel: string; yLabel: string; lines: Line[] }[] {
  const { sixty, thousand, fiveThousand, some, many: sites } = results;
  const colours = { Pivert: "#1f6f54", Hugo: "#c2185b", Astro: "#6a3fb5", Eleventy: "#8a6d00", floor: "#888" };
  const median = (runs: Measure[] | undefined) =>
    runs && runs.length > 0 ? summarise(runs.map(({ cpu }) => cpu)).median : undefined;
  const line = (name: keyof typeof colours, points: [number, number | undefined][], reckoned = false): Line[] => {
    const known = points.flatMap(([x, y]) => (y === undefined ? [] : [{ x, y }]));
    return known.length > 1 ? [{ name, colour: colours[name], reckoned, points: known }] : [];
  };
  const names = ["Pivert", "Hugo", "Astro", "Eleventy", "floor"] as const;
  const pages = names.flatMap((name) =>
    line(name, [
      [60, median(sixty?.[name])],
      [1000, median(thousand?.[name])],
      [5000, median(fiveThousand?.[name])],
    ]),
  );
  const times = (name: "Astro" | "Eleventy") => {
    const one = median(sixty?.[name]);
    return line(
      name,
      [
        [1, one],
        [many.length, one && one * many.length],
      ],
      true,
    );
  };
  const bySites = [
    ...line("Pivert", [
      [1, median(sixty?.Pivert)],
      [size.some, median(some?.cold)],
      [many.length, median(sites?.cold)],
    ]),
    ...line("Hugo", [
      [1, median(sixty?.Hugo)],
      [size.some, median(some?.hugo)],
      [many.length, median(sites?.hugo)],
    ]),
    ...times("Astro"),
    ...times("Eleventy"),
  ];
  return [
    { title: "Cost against pages", xLabel: "articles of one site", yLabel: "seconds of processor", lines: pages },
    {
      title: "Cost against sites",
      xLabel: `sites of ${small.articles} articles`,
      yLabel: "seconds of processor",
      lines: bySites,
    },
  ].filter(({ lines }) => lines.length > 0);
}

function tell(what: string): void {
  process.stderr.write(`${what}\n`);
}
