/**
 * One title edited. Ours: a resident worker, from the commit to its build's answer, the page being in its place. Theirs:
 * Hugo run again on the same edit. Nothing switches releases yet: when something does, the end is the page answered.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildRequest } from "@pivert/builder";
import { openWorkerPool } from "@pivert/builder/pool";
import { type Article, makeSite, NEWS, type SitePlan, siteFolder, writeFile } from "./make-content.ts";
import { FOLDERS, OUT, REPOSITORIES } from "./paths.ts";
import { childrenOf, cpuOf } from "./proc.ts";
import { hugo, rebuildWithHugo } from "./tools/hugo.ts";
import { filesOf } from "./tools/pivert.ts";

export interface EditTimes {
  /** Wall seconds of each edit. */
  ours: number[];
  hugo: number[];
  /** Seconds of processor of our worker and of git, for one edit. */
  cpu: number;
}

/** Edits that only make the worker hot. */
const WARM_UP = 3;

/** @param withHugo whether Hugo builds after each edit as well */
export async function measureEdits(plan: SitePlan, edits: number, withHugo: boolean): Promise<EditTimes> {
  const site = makeSite(plan);
  const repository = join(REPOSITORIES, plan.name);
  const out = join(OUT, "edits", plan.name);
  for (const folder of [repository, out]) rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of filesOf(site)) writeFile(join(repository, file), content);
  git(repository, "init", "--quiet");
  const request = (): BuildRequest => ({
    name: plan.name,
    source: { folder: repository, revision: commit(repository) },
    out,
    compress: false,
  });
  const pool = openWorkerPool({ folders: FOLDERS, size: 1 });
  const times: EditTimes = { ours: [], hugo: [], cpu: 0 };
  try {
    await pool.build(request());
    const [worker = ""] = childrenOf(process.pid);
    let before = 0;
    for (let edit = -WARM_UP; edit < edits; edit++) {
      if (edit === 0) before = cpuOf(worker);
      const article = site.articles[((edit + WARM_UP) * 7) % site.articles.length];
      if (!article) throw new Error(`${plan.name} has no articles.`);
      const title = `${article.title}, mise à jour ${edit}`;
      retitle(join(repository, "posts", `${article.date}-${article.slug}.md`), title);
      const revised = request();
      const started = performance.now();
      await pool.build(revised);
      const ours = (performance.now() - started) / 1000;
      expectTitle(join(out, "site"), article, title);
      if (edit >= 0) times.ours.push(ours);
      if (edit >= 0 && withHugo) times.hugo.push(await editWithHugo(plan.name, article, title));
    }
    times.cpu = (cpuOf(worker) - before) / edits;
  } finally {
    pool.close();
  }
  return times;
}

async function editWithHugo(site: string, article: Article, title: string): Promise<number> {
  const file = join(siteFolder(hugo, site), "content", NEWS, `${article.slug}.md`);
  const original = readFileSync(file, "utf8");
  retitle(file, title);
  const { argv, env } = rebuildWithHugo(site);
  const [program = "", ...args] = argv;
  const started = performance.now();
  await once(spawn(program, args, { env: { ...process.env, ...env }, stdio: "ignore" }), "close");
  const wall = (performance.now() - started) / 1000;
  expectTitle(hugo.outOf(site), article, title);
  writeFileSync(file, original);
  return wall;
}

function retitle(file: string, title: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replace(/^title: .*$/m, `title: ${JSON.stringify(title)}`));
}

/** A build that did not see the edit measures nothing. */
function expectTitle(folder: string, { slug }: Article, title: string): void {
  const end = title.slice(title.lastIndexOf(","));
  const page = readFileSync(join(folder, NEWS, slug, "index.html"), "utf8");
  if (!page.includes(end)) throw new Error(`The page of ${slug} in ${folder} has not the title « ${title} ».`);
}

/** Commits all there is; gives the commit's id. */
function commit(repository: string): string {
  git(repository, "add", "--all");
  git(repository, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", "Edit");
  return git(repository, "rev-parse", "HEAD").trim();
}

function git(repository: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", ["-C", repository, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}
