import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { testDatabase } from "../testing/test-database.ts";
import { openQueue, type Queue } from "./open-queue.ts";
import type { BuildJob } from "./start-worker.ts";

const shared = testDatabase();
let queue: Queue;
const errors: unknown[] = [];
const openTestQueue = () => openQueue(shared.database, { onError: (error) => errors.push(error) });
beforeAll(async () => {
  queue = await openTestQueue();
});
afterEach(async () => {
  await eventually("the queue is empty", async () => (await queue.pending()).length === 0);
  expect(errors.splice(0)).toEqual([]);
});
afterAll(() => queue?.close());

/** Works until the test ends; lists what it built. */
function startBuilding(build: (job: BuildJob) => Promise<void> = async () => {}, concurrency = 4) {
  const built: { site: string; reason: string; began: number; ended: number }[] = [];
  const failed: unknown[] = [];
  const worker = queue.work({
    concurrency,
    onError: (error) => failed.push(error),
    async build(job) {
      const began = performance.now();
      await build(job);
      built.push({ site: job.site, reason: job.reason, began, ended: performance.now() });
    },
  });
  onTestFinished(async () => {
    await eventually("all is built", async () => (await queue.pending()).length === 0);
    await worker.stop();
  });
  return { built, failed, worker };
}

const idle = () => eventually("idle", async () => (await queue.pending()).length === 0);

describe("publishNow", () => {
  test("starts at once", async () => {
    const { built } = startBuilding();
    const delays: number[] = [];
    for (let round = 0; round < 20; round++) {
      const start = performance.now();
      await queue.publishNow("velo");
      await eventually("built", () => built.length > round);
      delays.push((built[round]?.began ?? 0) - start);
      await idle();
    }
    delays.sort((a, b) => a - b);
    console.log(`publishNow to build: median ${delays[10]?.toFixed(1)} ms, slowest ${delays[19]?.toFixed(1)} ms`);
    // What only polling finds waits for seconds.
    expect(delays[10]).toBeLessThan(1_000);
  });

  test("hastens a site that gathers hits", async () => {
    const { built } = startBuilding();
    await queue.hookChanged("velo");
    const start = performance.now();
    await queue.publishNow("velo");
    await idle();
    expect(built).toHaveLength(1);
    expect(built[0]).toMatchObject({ site: "velo", reason: "publication" });
    expect((built[0]?.began ?? 0) - start).toBeLessThan(1_900);
  });

  test("during a build makes exactly one more, afterwards", async () => {
    const edited = Promise.withResolvers<void>();
    const { built } = startBuilding(() => edited.promise);
    await queue.publishNow("velo");
    await eventually("building", async () => (await queue.pending())[0]?.state === "building");
    for (let edit = 0; edit < 30; edit++) await queue.publishNow("velo");
    edited.resolve();
    await idle();
    expect(built).toHaveLength(2);
    expect(built[1]?.began).toBeGreaterThanOrEqual(built[0]?.ended ?? Number.NaN);
  });

  test("goes before what machines ask for", async () => {
    for (const site of ["a", "b", "c"]) await queue.hookChanged(site);
    await queue.reconcile([{ site: "d", head: "1", live: undefined }]);
    await wait(2_100);
    await queue.publishNow("z");
    const { built } = startBuilding(undefined, 1);
    await idle();
    expect(built.map(({ site }) => site)).toEqual(["z", "a", "b", "c", "d"]);
  });
});

describe("hookChanged", () => {
  test("50 hits at the same moment make one build", async () => {
    const { built } = startBuilding();
    await Promise.all(Array.from({ length: 50 }, () => queue.hookChanged("velo")));
    await idle();
    expect(built).toHaveLength(1);
  });

  test("50 hits during a build make one more", async () => {
    const changed = Promise.withResolvers<void>();
    const { built } = startBuilding(() => changed.promise);
    await queue.publishNow("velo");
    await eventually("building", async () => (await queue.pending())[0]?.state === "building");
    for (let hit = 0; hit < 50; hit++) await queue.hookChanged("velo");
    changed.resolve();
    await idle();
    expect(built).toHaveLength(2);
  });
});

describe("work", () => {
  test("builds several sites side by side, each by one worker", async () => {
    let now = 0;
    let most = 0;
    const { built } = startBuilding(async () => {
      most = Math.max(most, ++now);
      await wait(200);
      now--;
    }, 3);
    const other = startBuilding(() => wait(200), 3);
    const sites = Array.from({ length: 12 }, (_, index) => `site-${index}`);
    await Promise.all(sites.map((site) => queue.publishNow(site)));
    await idle();
    expect(most).toBe(3);
    expect([...built, ...other.built].map(({ site }) => site).sort()).toEqual(sites.sort());
  });

  test("tries again what failed", async () => {
    const attempts: number[] = [];
    const { built, failed } = startBuilding(async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt === 0) throw new Error("the disk is full");
    });
    await queue.publishNow("velo");
    await idle();
    expect(attempts).toEqual([0, 1]);
    expect(built).toHaveLength(1);
    expect(failed).toHaveLength(1);
  });

  test("a publication hastens what waits after a failure", async () => {
    let repaired = false;
    const { built } = startBuilding(async () => {
      if (!repaired) throw new Error("the disk is full");
    });
    await queue.publishNow("velo");
    await eventually("failed", async () => (await queue.pending())[0]?.state === "waiting after a failure");
    repaired = true;
    await queue.publishNow("velo");
    await eventually("built", () => built.length === 1, 900);
  });

  test("stop waits for the build under way and takes no other", async () => {
    const { built, worker } = startBuilding(() => wait(500), 1);
    await queue.publishNow("a");
    await eventually("building", async () => (await queue.pending())[0]?.state === "building");
    await queue.publishNow("b");
    await worker.stop();
    expect(built.map(({ site }) => site)).toEqual(["a"]);
    expect(await queue.pending()).toEqual([{ site: "b", state: "waiting" }]);
    startBuilding();
    await idle();
  });

  test("stop aborts a build that takes too long, and another worker does it", async () => {
    const { worker } = startBuilding(({ signal }) => wait(60_000, undefined, { signal }), 1);
    await queue.publishNow("velo");
    await eventually("building", async () => (await queue.pending())[0]?.state === "building");
    await worker.stop(100);
    const { built } = startBuilding();
    await idle();
    expect(built).toHaveLength(1);
  });
});

describe("reconcile", () => {
  test("adds the stale sites, once", async () => {
    const sites = [
      { site: "same", head: "1", live: "1" },
      { site: "behind", head: "2", live: "1" },
      { site: "never published", head: "1", live: undefined },
      { site: "empty", head: undefined, live: undefined },
    ];
    expect(await queue.reconcile(sites)).toEqual(["behind", "never published"]);
    expect(await queue.reconcile(sites)).toEqual([]);
    const { built } = startBuilding();
    await idle();
    expect(built.map(({ site }) => site).sort()).toEqual(["behind", "never published"]);
  });

  test("restores a queue whose schema was dropped, with the workers at work", async () => {
    const { built, failed } = startBuilding();
    await shared.database.query("DROP SCHEMA queue CASCADE");
    await wait(1_500);
    expect(failed.length).toBeGreaterThan(0);
    const sites = Array.from({ length: 30 }, (_, index) => ({ site: `site-${index}`, head: "2", live: "1" }));
    expect(await queue.reconcile(sites)).toHaveLength(30);
    await idle();
    expect(built).toHaveLength(30);
    await queue.publishNow("velo");
    await idle();
    expect(built).toHaveLength(31);
    errors.splice(0);
  });
});
