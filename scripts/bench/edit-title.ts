/**
 * One title edited. Ours: from before the commit, as an editor makes it, to the new page answered from the switched
 * release, by a resident worker and the handler that serves live sites. Theirs: Hugo run again on the same edit.
 * The whole way over HTTP, with accounts and the queue, is `pnpm bench:publish`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { openWorkerPool } from "@pivert/builder/pool";
import { publishSite } from "../../packages/operations/src/publish-site.ts";
import { commit, seedRepository } from "../../packages/repository/src/index.ts";
import { publicSite } from "../../packages/server/src/public-site.ts";
import { Hono } from "./hono.ts";
import { type Article, makeSite, NEWS, type SitePlan, siteFolder, withFrontMatter } from "./make-content.ts";
import { FOLDERS, OUT, REPOSITORIES } from "./paths.ts";
import { childrenOf, cpuOf } from "./proc.ts";
import { setAside } from "./set-aside.ts";
import { hugo, rebuildWithHugo } from "./tools/hugo.ts";
import { pivert } from "./tools/pivert.ts";

export interface EditTimes {
  /** Wall seconds of each edit, all in: compression, and files made safe on disk. */
  ours: number[];
  /** Of them: the commit; the build and the switch. */
  commit: number[];
  publish: number[];
  hugo: number[];
  /** Seconds of processor of our worker for one edit. */
  cpu: number;
  load: number[];
}

/** Edits that only make everything hot. */
const WARM_UP = 4;
const AUTHOR = { name: "Bench", email: "bench@example.org" };

/** @param withHugo whether Hugo builds after each edit as well */
export async function measureEdits(plan: SitePlan, edits: number, withHugo: boolean): Promise<EditTimes> {
  const { articles } = makeSite(plan);
  const repository = join(REPOSITORIES, `${plan.name}.git`);
  const [out, releases] = [join(OUT, "edits", plan.name), join(OUT, "releases", plan.name)];
  for (const folder of [repository, out, releases]) setAside(folder);
  const { revision } = await seedRepository({ repository, folder: siteFolder(pivert, plan.name), author: AUTHOR });
  const builder = openWorkerPool({ folders: FOLDERS, size: 1 });
  const publish = (commitId: string) =>
    publishSite({ site: plan.name, repository, revision: commitId, out, releases, builder });
  const live = new Hono().use(publicSite(join(releases, "current")));
  const times: EditTimes = { ours: [], commit: [], publish: [], hugo: [], cpu: 0, load: [] };
  try {
    await publish(revision);
    const [worker = ""] = childrenOf(process.pid);
    let before = 0;
    for (let edit = -WARM_UP; edit < edits; edit++) {
      if (edit === 0) before = cpuOf(worker);
      const article = articles[((edit + WARM_UP) * 7) % articles.length];
      if (!article) throw new Error(`${plan.name} has no articles.`);
      const mark = `mise à jour ${edit + WARM_UP + 1}`;
      const title = `${article.title}, ${mark}`;
      const started = performance.now();
      const saved = await commit({ repository, changes: [retitled(article, title)], author: AUTHOR, message: mark });
      const committed = performance.now();
      await publish(saved.revision);
      const published = performance.now();
      const answer = await live.request(`${NEWS}${article.slug}/`);
      const page = await answer.text();
      const ended = performance.now();
      if (!page.includes(mark)) throw new Error(`The live page of ${article.slug} has not the title « ${title} ».`);
      const rebuilt = withHugo ? await editWithHugo(plan.name, article, title, mark) : undefined;
      if (edit < 0) continue;
      times.ours.push((ended - started) / 1000);
      times.commit.push((committed - started) / 1000);
      times.load.push(loadavg()[0] ?? 0);
      times.publish.push((published - committed) / 1000);
      if (rebuilt !== undefined) times.hugo.push(rebuilt);
    }
    times.cpu = (cpuOf(worker) - before) / edits;
  } finally {
    builder.close();
  }
  return times;
}

function retitled({ slug, body, ...fields }: Article, title: string): { path: string; content: string } {
  return { path: `posts/${fields.date}-${slug}.md`, content: withFrontMatter({ ...fields, title }, body) };
}

async function editWithHugo(site: string, { slug }: Article, title: string, mark: string): Promise<number> {
  const file = join(siteFolder(hugo, site), "content", NEWS, `${slug}.md`);
  const original = readFileSync(file, "utf8");
  const { argv, env } = rebuildWithHugo(site);
  const [program = "", ...args] = argv;
  try {
    const started = performance.now();
    writeFileSync(file, original.replace(/^title: .*$/m, `title: ${JSON.stringify(title)}`));
    await once(spawn(program, args, { env: { ...process.env, ...env }, stdio: "ignore" }), "close");
    const wall = (performance.now() - started) / 1000;
    if (!readFileSync(join(hugo.outOf(site), NEWS, slug, "index.html"), "utf8").includes(mark))
      throw new Error(`Hugo did not build « ${title} ».`);
    return wall;
  } finally {
    writeFileSync(file, original);
  }
}
