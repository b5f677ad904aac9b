import { rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, type TestContext, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import { eventually } from "../testing/eventually.ts";
import { makeRoomyFolder } from "../testing/roomy-folder.ts";
import { startProcess } from "../testing/start-process.ts";
import { openQueue } from "./open-queue.ts";
import type { BuildJob, WorkOptions } from "./start-worker.ts";

const WORKER = fileURLToPath(new URL("../testing/worker-process.ts", import.meta.url));

// Each test waits for heartbeats, so they run side by side, each with a database of its own.
async function openTest({ onTestFinished }: TestContext) {
  const folder = makeRoomyFolder();
  const database = await openDatabase({ folder });
  const queue = await openQueue(database, { onError: () => {} });
  onTestFinished(async () => {
    await queue.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, database, queue };
}

test.concurrent("a worker killed in the middle of a build is replaced within 15 seconds", async (context) => {
  const { folder, queue } = await openTest(context);
  const victim = await startProcess(WORKER, [folder, "60000"], { onTestFinished: context.onTestFinished });
  await queue.publishNow("velo");
  await eventually("begun", () => victim.said.some(({ began }) => began === "velo"));
  // A publication meanwhile is one more build, after the one that is taken over.
  await queue.publishNow("velo");
  const built: number[] = [];
  queue.work({ onError: () => {}, build: async () => void built.push(performance.now()) });
  // Right after it began, which counts as a heartbeat, its job is held the longest.
  victim.child.kill("SIGKILL");
  const killed = performance.now();
  await eventually("taken over", () => built.length > 0);
  const takeover = (built[0] ?? 0) - killed;
  console.log(`takeover after ${(takeover / 1000).toFixed(1)} s`);
  expect(takeover).toBeLessThan(15_000);
  await eventually("idle", async () => (await queue.pending()).length === 0);
  expect(built.length).toBeLessThanOrEqual(2);
});

test.concurrent("heartbeats keep a build that lasts longer than a dead worker is waited for", async (context) => {
  const { queue } = await openTest(context);
  const began: BuildJob[] = [];
  const options: WorkOptions = {
    onError: () => {},
    async build(job) {
      began.push(job);
      await wait(11_500);
    },
  };
  queue.work(options);
  queue.work(options);
  await queue.publishNow("chorale");
  await eventually("built", async () => began.length > 0 && (await queue.pending()).length === 0);
  expect(began).toHaveLength(1);
  expect(began[0]?.signal.aborted).toBe(false);
});

test.concurrent("a build that was given to another worker is told so, and its end changes nothing", async (context) => {
  const { database, queue } = await openTest(context);
  const aborted: string[] = [];
  const worker = queue.work({
    onError: () => {},
    build: ({ signal }) =>
      new Promise<void>((resolve) =>
        signal.addEventListener("abort", () => {
          aborted.push(String(signal.reason));
          resolve();
        }),
      ),
  });
  await queue.publishNow("theatre");
  await eventually("building", async () => (await queue.pending())[0]?.state === "building");
  // As if this process had been suspended for longer than the heartbeat allows.
  await database.query("UPDATE queue.job SET retry_count = retry_count + 1 WHERE state = 'active'");
  await eventually("told", () => aborted.length > 0);
  expect(aborted).toEqual(["Error: theatre was given to another worker."]);
  await worker.stop();
  expect(await queue.pending()).toEqual([{ site: "theatre", state: "building" }]);
  await database.query("DELETE FROM queue.job");
});
