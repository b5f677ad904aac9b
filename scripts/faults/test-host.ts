/** A host of a few small sites, in processes of their own, for tests that break something of it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Editor, logIn } from "../platform/editor.ts";
import { type RunningPlatform, startPlatform } from "../platform/start-platform.ts";
import { openVisitor } from "../platform/visitor.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** A busy machine may take minutes over a first build, in which the theme is compiled. */
const PATIENCE_MS = 300_000;

export interface TestHost {
  readonly sites: readonly string[];
  readonly data: string;
  /** The platform that runs now. */
  platform: RunningPlatform;
  start(): Promise<void>;
  /** Somebody who has logged in to a site. */
  editor(site: string): Promise<Editor>;
  /** Runs git on a site's repository. */
  git(site: string, ...command: string[]): string;
  /** Waits until the head of every site is live; nothing is asked of the platform. */
  allLive(): Promise<void>;
  /** What is wrong with the repositories and the live releases, if anything. */
  findDamage(): string[];
  /** What visitors see at an address of a site. */
  visit(site: string, path: string): Promise<string>;
}

/**
 * A host that has started and published its sites.
 * @param data where it keeps its data; a folder of its own, unless told
 */
export async function testHost(sites: readonly string[], posts = 5, data?: string): Promise<TestHost> {
  const root = mkdtempSync(join(tmpdir(), "pivert-faults-"));
  const folders = {
    data: data ?? join(root, "data"),
    sites: join(root, "sites"),
    themes: join(ROOT, "packages", "test-site", "themes"),
    cache: join(ROOT, "data", "test-cache"),
  };
  mkdirSync(folders.data, { recursive: true });
  for (const site of sites) writeSite(join(folders.sites, site), site, posts);
  const git = (site: string, ...command: string[]) =>
    execFileSync("git", [`--git-dir=${join(folders.data, "repos", `${site}.git`)}`, ...command], {
      encoding: "utf8",
      maxBuffer: 1e8,
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const host: TestHost = {
    sites,
    data: folders.data,
    platform: await startPlatform(folders),
    async start() {
      host.platform = await startPlatform(folders);
    },
    editor: (site) => logIn(host.platform, site),
    git,
    async allLive() {
      for (const site of sites)
        await eventually(
          `${site} is live`,
          () => liveRevision(folders.data, site) === git(site, "rev-parse", "main"),
          () => host.platform.said(),
        );
    },
    findDamage: () =>
      sites.flatMap((site) => [...damageOfRepository(folders.data, site), ...damageOfLive(folders.data, site)]),
    visit: async (site, path) => (await openVisitor()(`${host.platform.originOf(site)}${path}`)).text,
  };
  onTestFinished(async ({ task }) => {
    await host.platform.stop();
    if (task.result?.state === "fail") console.error(`left as evidence: ${root}\n${host.platform.said()}`);
    else rmSync(root, { recursive: true, force: true });
  }, 180_000);
  await host.allLive();
  return host;
}

function writeSite(folder: string, name: string, posts: number): void {
  mkdirSync(join(folder, "posts"), { recursive: true });
  mkdirSync(join(folder, "pages"));
  writeFileSync(join(folder, "site.yaml"), `name: ${name}\nurl: https://${name}.example\ntheme: { name: plain }\n`);
  writeFileSync(join(folder, "pages", "index.md"), "---\ntitle: Accueil\n---\nBonjour.\n");
  for (let post = 0; post < posts; post++)
    writeFileSync(join(folder, "posts", `ancien-${post}.md`), postText(`Ancien ${post}`, `Texte ${post}.`));
}

/** The file of a news item. */
export function postText(title: string, body: string): string {
  return `---\ntitle: ${title}\ndate: 2026-03-14\n---\n${body}\n`;
}

function liveRevision(data: string, site: string): string | undefined {
  const record = join(data, "releases", site, "current", "release.json");
  return existsSync(record) ? JSON.parse(readFileSync(record, "utf8")).revision : undefined;
}

function damageOfRepository(data: string, site: string): string[] {
  const { status, stdout, stderr } = spawnSync(
    "git",
    [`--git-dir=${join(data, "repos", `${site}.git`)}`, "fsck", "--full", "--strict", "--no-dangling"],
    { encoding: "utf8" },
  );
  return status === 0 ? [] : [`${site}: git fsck: ${stdout}${stderr}`];
}

/** Every page that the build reported is in the live release, with all its bytes. */
function damageOfLive(data: string, site: string): string[] {
  const current = join(data, "releases", site, "current");
  const { pages }: { pages: { file: string; bytes: number }[] } = JSON.parse(
    readFileSync(join(current, "build.json"), "utf8"),
  );
  return pages.flatMap(({ file, bytes }) => {
    const found = statSync(join(current, "site", file), { throwIfNoEntry: false })?.size;
    return found === bytes ? [] : [`${site}: ${file} has ${found} bytes, not ${bytes}`];
  });
}

/** Waits until the condition holds. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  explain: () => string = () => "",
): Promise<void> {
  for (const start = Date.now(); !(await condition()); await pause(30))
    if (Date.now() - start > PATIENCE_MS) throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}\n${explain()}`);
}
