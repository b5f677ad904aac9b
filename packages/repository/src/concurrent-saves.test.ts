import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { commit } from "./commit.ts";
import { Conflict } from "./conflict.ts";
import { readFileAt } from "./read-file-at.ts";
import { git } from "./testing/git-repository.ts";
import { type Acknowledged, prepareSaver, type Saver } from "./testing/saver.ts";
import { headOf, siteRepository } from "./testing/site-repository.ts";

const LONG = process.env.PIVERT_LONG !== undefined;
const KILLS = LONG ? 1000 : 50;
/** Lets two programs save 100 texts each, at the same time; gives what they were told is saved. */
async function saveTogether(repository: string, how = ""): Promise<Acknowledged[][]> {
  const savers = ["a", "b"].map((label) => prepareSaver(repository, label, 100, how));
  await Promise.all(savers.map(({ ready }) => ready));
  await Promise.all(savers.map((saver) => saver.start()));
  return Promise.all(savers.map(({ acknowledged }) => acknowledged));
}

/** What was acknowledged and is not in `main`. */
function findLost(repository: string, saved: readonly Acknowledged[]): string[] {
  const commits = new Set(git(repository, ["rev-list", "main"]).split("\n"));
  const files = new Set(git(repository, ["ls-tree", "-r", "--name-only", "main"]).split("\n"));
  return saved.flatMap(([path, revision]) => (commits.has(revision) && files.has(path) ? [] : [`${path} ${revision}`]));
}

/** What git finds wrong. */
function findDamage(repository: string): string {
  try {
    git(repository, ["fsck", "--full", "--strict", "--no-dangling"]);
    return "";
  } catch (error) {
    return String(error);
  }
}

test("of 200 saves by two processes none is lost", async () => {
  const repository = await siteRepository({ "site.yaml": "name: Essai\n" });
  const saved = await saveTogether(repository);
  expect(saved.map(({ length }) => length)).toEqual([100, 100]);
  expect(findLost(repository, saved.flat())).toEqual([]);
  expect(git(repository, ["rev-list", "--count", "main"])).toBe("201");
  expect(findDamage(repository)).toBe("");
});

test("negative control: isomorphic-git alone loses some", async () => {
  const repository = await siteRepository({ "site.yaml": "name: Essai\n" });
  const saved = await saveTogether(repository, "plain");
  expect(findLost(repository, saved.flat()).length).toBeGreaterThan(0);
});

test("of 40 people who save one text at the same time one wins, and the others are told who", async () => {
  const repository = await siteRepository({ "a.md": "0\n" });
  const base = await readFileAt(repository, await headOf(repository), "a.md");
  const saves = Array.from({ length: 40 }, (_, index) =>
    commit({
      repository,
      changes: [{ path: "a.md", content: `de ${index}\n` }],
      expected: { "a.md": base?.oid ?? null },
      author: { name: `Personne ${index}`, email: `${index}@example.org` },
      message: "Change",
    }),
  );
  const results = await Promise.allSettled(saves);
  const winner = results.findIndex(({ status }) => status === "fulfilled");
  const told = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(told).toHaveLength(39);
  for (const conflict of told) {
    expect(conflict).toBeInstanceOf(Conflict);
    expect(conflict.theirs).toMatchObject({ author: `Personne ${winner}`, content: `de ${winner}\n` });
  }
});

const SPARES = 2;

/**
 * Kills programs that save, two at a time, at any moment; those that come next are ready before. What they leave is
 * looked at now and then, when nobody writes: git's own check takes a branch that moves under its eyes for a broken one.
 * Ends at the first harm.
 */
async function killWhileSaving(kills: number, how = ""): Promise<{ lost: string[]; damage: string; saves: number }> {
  const repository = await siteRepository({ "site.yaml": "name: Essai\n" });
  const saved: Acknowledged[] = [];
  let prepared = 0;
  const prepareNext = () => prepareSaver(repository, `k${prepared++}`, 1_000_000, how);
  const spares = Array.from({ length: SPARES }, prepareNext);
  const running: Saver[] = [];
  const killOldest = async () => {
    const victim = running.shift();
    victim?.kill();
    saved.push(...((await victim?.acknowledged) ?? []));
  };
  try {
    for (let kill = 0; kill < kills; kill++) {
      spares.push(prepareNext());
      const saver = spares.shift() ?? prepareNext();
      running.push(saver);
      await saver.start();
      await sleep(Math.random() * 60);
      if (running.length > 1) await killOldest();
      if ((kill + 1) % Math.max(10, kills / 20) !== 0) continue;
      await killOldest();
      const damage = findDamage(repository);
      const lost = damage === "" ? findLost(repository, saved) : [];
      if (LONG) console.log(`${kill + 1} kills, ${saved.length} acknowledged, ${lost.length} lost ${damage}`);
      if (damage !== "" || lost.length > 0) return { lost, damage, saves: saved.length };
    }
    return { lost: [], damage: "", saves: saved.length };
  } finally {
    for (const saver of [...running, ...spares]) saver.kill();
  }
}

test("killed while they save, programs lose nothing that was acknowledged", {
  timeout: LONG ? 3_600_000 : 180_000,
}, async () => {
  const { lost, damage, saves } = await killWhileSaving(KILLS);
  expect({ lost, damage }).toEqual({ lost: [], damage: "" });
  expect(saves).toBeGreaterThan(50);
});

test("negative control: isomorphic-git alone does not survive the same", async () => {
  const { lost, damage } = await killWhileSaving(50, "plain");
  expect(lost.length + damage.length).toBeGreaterThan(0);
});
