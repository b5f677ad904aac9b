/** A host that runs, stops and starts again. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { commit, head } from "@pivert/repository";
import { afterAll, expect, test } from "vitest";
import type { Platform, PlatformEvent } from "./open-platform.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const root = mkdtempSync(join(tmpdir(), "pivert-platform-"));
// Read when the platform is imported, which is why it is imported below.
process.env.PIVERT_DATA = join(root, "data");
process.env.PIVERT_SITES = join(root, "sites");
process.env.PIVERT_THEMES = join(ROOT, "packages", "test-site", "themes");
process.env.PIVERT_CACHE = join(ROOT, "data", "test-cache");
const AUTHOR = { name: "Inès Cardoso", email: "ines@asso.example" };
const PAGE = "pages/index.md";

const write = (file: string, content: string) => {
  mkdirSync(dirname(join(root, "sites", file)), { recursive: true });
  writeFileSync(join(root, "sites", file), content);
};
const home = (text: string) => `---\ntitle: Accueil\n---\n${text}\n`;
for (const site of ["velo", "autre"]) {
  write(`${site}/site.yaml`, `name: ${site}\nurl: https://${site}.example\ntheme: { name: plain }\n`);
  write(`${site}/${PAGE}`, home("Le début."));
}

let platform: Platform | undefined;
let events: PlatformEvent[] = [];

async function open(): Promise<Platform> {
  const { openPlatform } = await import("./open-platform.ts");
  events = [];
  const originOf = (name: string) => `http://${name}.localhost:1`;
  platform = await openPlatform({ sites: ["velo", "autre"], originOf, onEvent: (event) => events.push(event) });
  return platform;
}

afterAll(async () => {
  await platform?.close();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

async function settled(opened: Platform, site = "velo"): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 40_000; await wait(50)) {
    const { state } = await opened.publications.stateOf(site, opened.publishedSite(site));
    if (state === "live" || state === "failed") return;
  }
  throw new Error(`${site} is not live within 40 s`);
}

const live = (site = "velo") =>
  readFileSync(join(root, "data", "releases", site, "current", "site", "index.html"), "utf8");
const repository = (site = "velo") => join(root, "data", "repos", `${site}.git`);

test("sites are seeded and published, then what changes in their folder and in their repository", async () => {
  const opened = await open();
  await settled(opened);
  await settled(opened, "autre");
  expect(live()).toContain("Le début.");

  write(`velo/${PAGE}`, home("Depuis le dossier."));
  // Two at once, as a watcher may call.
  await Promise.all([opened.follow("velo"), opened.follow("velo")]);
  await settled(opened);
  expect(live()).toContain("Depuis le dossier.");
  const published = (await head(repository())) ?? "";

  const editor = { repository: repository(), author: AUTHOR, message: "Modifie" };
  await commit({ ...editor, changes: [{ path: PAGE, content: home("D’Inès.") }] });
  write(`velo/${PAGE}`, home("Du dossier."));
  await opened.follow("velo");
  expect(events).toContainEqual({ kind: "conflicts", site: "velo", paths: [PAGE] });
  await opened.publishNow("velo");
  await settled(opened);
  expect(live()).toContain("D’Inès.");
  expect(readFileSync(join(root, "sites", "velo", PAGE), "utf8")).toContain("Du dossier.");

  // An earlier publication is live as well, once a later one is.
  const state = await opened.publications.stateOf("velo", opened.publishedSite("velo"), published);
  expect(state).toEqual({ state: "live", revision: await head(repository()), path: "/" });
}, 120_000);

test("what changed while nothing ran is published at the next start", async () => {
  await platform?.close();
  const editor = { repository: repository(), author: AUTHOR, message: "Modifie" };
  await commit({ ...editor, changes: [{ path: PAGE, content: home("Pendant l’arrêt.") }] });
  write(`autre/${PAGE}`, home("Du dossier, pendant l’arrêt."));
  const opened = await open();
  await settled(opened);
  await settled(opened, "autre");
  expect(live()).toContain("Pendant l’arrêt.");
  expect(live("autre")).toContain("Du dossier, pendant l’arrêt.");
  expect(events.filter(({ kind }) => kind === "seeded" || kind === "error")).toEqual([]);
}, 120_000);

test("what is published during a build, however often, makes one more build", async () => {
  const opened = platform ?? (await open());
  await settled(opened);
  const editor = { repository: repository(), author: AUTHOR, message: "Modifie" };
  const publish = async (text: string) => {
    await commit({ ...editor, changes: [{ path: PAGE, content: home(text) }] });
    await opened.publishNow("velo");
  };
  const stateOf = () => opened.publications.stateOf("velo", opened.publishedSite("velo"));
  const workers = buildWorkers();
  expect(workers.length).toBeGreaterThan(0);
  events.length = 0;
  for (const pid of workers) process.kill(pid, "SIGSTOP");
  try {
    await publish("La première.");
    for (const start = Date.now(); (await stateOf()).state !== "building"; await wait(20))
      if (Date.now() - start > 40_000) throw new Error("no build begins within 40 s");
    for (const text of ["La deuxième.", "La troisième.", "La quatrième."]) await publish(text);
  } finally {
    for (const pid of workers) process.kill(pid, "SIGCONT");
  }
  await settled(opened);
  expect(live()).toContain("La quatrième.");
  expect(events.filter(({ kind }) => kind === "published")).toHaveLength(2);
}, 120_000);

/** The processes that build for this one. */
function buildWorkers(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return Number(parent) === process.pid && command.includes("builder/src/worker.ts");
      } catch {
        // Ended since it was listed.
        return false;
      }
    })
    .map(Number);
}

test("a site that cannot be built keeps its release, and the others are built", async () => {
  const opened = platform ?? (await open());
  const before = live();
  const good = (await head(repository())) ?? "";
  write("velo/site.yaml", "name: velo\nurl: pas une adresse\ntheme: { name: plain }\n");
  write(`autre/${PAGE}`, home("Tout va bien."));
  await Promise.all([opened.follow("velo"), opened.follow("autre")]);
  await settled(opened);
  await settled(opened, "autre");
  const stateOf = (revision?: string) => opened.publications.stateOf("velo", opened.publishedSite("velo"), revision);
  expect(await stateOf()).toEqual({ state: "failed", error: expect.stringMatching(/« url ».*reste en ligne\.$/) });
  expect(await stateOf(good)).toEqual({ state: "live", revision: good, path: "/" });
  expect(live()).toBe(before);
  expect(live("autre")).toContain("Tout va bien.");
}, 120_000);
