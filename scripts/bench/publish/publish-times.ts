/**
 * One change, three ways, in turn: published by an editor on the running platform, committed by git in a work tree, and
 * built again by Hugo.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { accepted, logIn } from "../../platform/editor.ts";
import type { RunningPlatform } from "../../platform/start-platform.ts";
import { openVisitor } from "../../platform/visitor.ts";
import { type Article, makeSite, NEWS, type SitePlan, siteFolder } from "../make-content.ts";
import { hugo, rebuildWithHugo } from "../tools/hugo.ts";
import { pivert } from "../tools/pivert.ts";

/** Seconds of wall time, one of each for each change. */
export interface PublishTimes {
  /** From « Publier » to the new page answered at the live address. */
  live: number[];
  /** The draft saved, before. */
  save: number[];
  /** Of `live`: the answer to « Publier », which merges and puts the build in the queue. */
  merge: number[];
  /** Of `live`: the build and the switch of the release, as the platform prints it. */
  build: number[];
  commit: number[];
  /** Empty without Hugo. */
  hugo: number[];
}

/** Changes that only make everything hot. */
const WARM_UP = 2;
const POLL_MS = 4;
const PATIENCE_MS = 60_000;

export async function measurePublications(
  platform: RunningPlatform,
  plan: SitePlan,
  rounds: number,
  scratch: string,
): Promise<PublishTimes> {
  const { articles } = makeSite(plan);
  const editor = await logIn(platform, plan.name);
  const visit = openVisitor();
  const tree = join(scratch, "work-trees", plan.name);
  cpSync(siteFolder(pivert, plan.name), tree, { recursive: true });
  for (const command of [["init", "--quiet"], ["add", "--all"], commit("Begin")]) git(tree, command);

  const times: PublishTimes = { live: [], save: [], merge: [], build: [], commit: [], hugo: [] };
  for (let round = -WARM_UP; round < rounds; round++) {
    const article = articles[((round + WARM_UP) * 7) % articles.length];
    if (!article) throw new Error(`${plan.name} has no articles.`);
    const mark = `nouvelle ${round + WARM_UP + 1}`;
    const path = `posts/${article.date}-${article.slug}.md`;
    const { id, text } = await editor.open(path);

    const saved = await timed(async () => accepted(await editor.save(path, change(text, article, mark), id)));
    const built = builds(platform, plan.name).length;
    const started = performance.now();
    accepted(await editor.publish(path));
    const merged = performance.now();
    await seen(visit, `${platform.originOf(plan.name)}${NEWS}${article.slug}/`, mark);
    const live = (performance.now() - started) / 1000;

    const committed = await timed(async () => {
      writeFileSync(join(tree, path), change(readFileSync(join(tree, path), "utf8"), article, mark));
      await run("git", ["-C", tree, ...commit(mark)]);
    });
    const rebuilt = hugo.missing() ? undefined : await rebuild(plan.name, article, mark);
    if (round < 0) continue;
    times.live.push(live);
    times.save.push(saved);
    times.merge.push((merged - started) / 1000);
    times.build.push(await eventually(() => builds(platform, plan.name)[built]));
    times.commit.push(committed);
    if (rebuilt !== undefined) times.hugo.push(rebuilt);
  }
  return times;
}

/** A new title, and a paragraph more at the end of the body. */
function change(text: string, { title }: Article, mark: string): string {
  const titled = text.replace(/^title: .*$/m, `title: ${JSON.stringify(`${title}, ${mark}`)}`);
  return `${titled}\nUn paragraphe de plus : ${mark}.\n`;
}

/** Asks for a page until it holds the mark, in its title and in its text. */
async function seen(visit: ReturnType<typeof openVisitor>, address: string, mark: string): Promise<void> {
  for (const start = Date.now(); ; await pause(POLL_MS)) {
    const { status, text } = await visit(address);
    if (status === 200 && text.split(mark).length > 2) return;
    if (Date.now() - start > PATIENCE_MS) throw new Error(`${address} does not show « ${mark} » (${status}).`);
  }
}

async function rebuild(site: string, article: Article, mark: string): Promise<number> {
  const file = join(siteFolder(hugo, site), "content", NEWS, `${article.slug}.md`);
  const original = readFileSync(file, "utf8");
  const { argv, env } = rebuildWithHugo(site);
  const [program = "", ...args] = argv;
  try {
    const took = await timed(async () => {
      writeFileSync(file, change(original, article, mark));
      await run(program, args, env);
    });
    const page = readFileSync(join(hugo.outOf(site), NEWS, article.slug, "index.html"), "utf8");
    if (!page.includes(mark)) throw new Error(`Hugo did not build « ${mark} ».`);
    return took;
  } finally {
    writeFileSync(file, original);
  }
}

/** Seconds of each build of a site so far, as `pnpm start` prints them. */
function builds(platform: RunningPlatform, site: string): number[] {
  return [...platform.said().matchAll(/^✓ (\S+): \d+ files in ([\d.]+) s$/gm)]
    .filter(([, name]) => name === site)
    .map(([, , seconds]) => Number(seconds));
}

async function eventually<Value>(find: () => Value | undefined): Promise<Value> {
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await pause(POLL_MS)) {
    const found = find();
    if (found !== undefined) return found;
  }
  throw new Error("The platform did not print its build.");
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function commit(message: string): string[] {
  return ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "--all", "-m", message];
}

function git(folder: string, command: readonly string[]): void {
  const { status, stderr } = spawnSync("git", ["-C", folder, ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${command.join(" ")} failed: ${stderr}`);
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
}
