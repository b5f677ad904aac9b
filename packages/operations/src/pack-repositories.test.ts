import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, looseObjects, readRevision, seedRepository } from "@pivert/repository";
import { expect, onTestFinished, test } from "vitest";
import { PACK_LIMITS, packRepositories } from "./pack-repositories.ts";

const AUTHOR = { name: "Inès Cardoso", email: "ines@asso.example" };
const LIMITS = { ...PACK_LIMITS, loose: 30, packs: 3 };
const MINUTE = 60_000;

/** Repositories of sites, each with so many saves. */
async function repositories(saves: Record<string, number>) {
  const root = mkdtempSync(join(tmpdir(), "pivert-pack-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const repositoryOf = (site: string) => join(root, `${site}.git`);
  const busy = new Set<string>();
  const errors: [string, unknown][] = [];
  const save = async (site: string, count: number) => {
    for (let index = 0; index < count; index++)
      await commit({
        repository: repositoryOf(site),
        changes: [{ path: `posts/${index}.md`, content: `${index} ${Math.random()}` }],
        author: AUTHOR,
        message: "Enregistre",
      });
  };
  for (const [site, count] of Object.entries(saves)) {
    await seedRepository({ repository: repositoryOf(site), folder: mkdtempSync(join(root, "empty-")), author: AUTHOR });
    await save(site, count);
  }
  const pack = packRepositories({
    sites: Object.keys(saves),
    repositoryOf,
    isBusy: (site) => busy.has(site),
    onError: (error, site) => errors.push([site, error]),
    limits: LIMITS,
  });
  const now = Date.now();
  return { repositoryOf, busy, errors, save, pack: (minutes: number) => pack(now + minutes * MINUTE) };
}

test("a repository that was saved to often is packed once it is quiet, and nothing of it is lost", async () => {
  const { repositoryOf, pack } = await repositories({ velo: 12, calme: 2 });
  // They were just written to.
  expect(await pack(0)).toEqual([]);
  expect(await pack(12)).toEqual(["velo"]);
  expect(await looseObjects(repositoryOf("velo"))).toMatchObject({ loose: 0, packs: 1 });
  expect((await looseObjects(repositoryOf("calme"))).loose).toBeGreaterThan(0);
  const revision = await readRevision(repositoryOf("velo"), "main");
  expect(revision.files).toHaveLength(12);
  await revision.close();
});

test("not during a build, and not again the same day", async () => {
  const { busy, save, pack } = await repositories({ velo: 12 });
  busy.add("velo");
  expect(await pack(12)).toEqual([]);
  busy.clear();
  expect(await pack(13)).toEqual(["velo"]);
  await save("velo", 12);
  expect(await pack(30)).toEqual([]);
  expect(await pack(25 * 60)).toEqual(["velo"]);
});

test("a repository that cannot be packed does not hold the others back", async () => {
  const { repositoryOf, errors, pack } = await repositories({ abimee: 12, velo: 12 });
  rmSync(join(repositoryOf("abimee"), "HEAD"));
  expect(await pack(12)).toEqual(["velo"]);
  expect(errors.map(([site]) => site)).toEqual(["abimee"]);
});
