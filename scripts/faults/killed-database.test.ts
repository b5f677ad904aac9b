/** PostgreSQL is killed, with all its processes, while editors save and publish. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type BusyEditors, findLost, startEditing } from "./busy-editors.ts";
import { eventually, testHost } from "./test-host.ts";

const KILLS = process.env.PIVERT_LONG ? 50 : 1;

test(`PostgreSQL killed ${KILLS} times: nothing acknowledged is lost, and the last state of every site is published`, {
  timeout: 900_000 + KILLS * 120_000,
}, async () => {
  const host = await testHost(["velo", "chorale"]);
  const editors = await startEditing(host);
  for (let kill = 0; kill < KILLS; kill++) {
    await publishedMore(editors);
    await pause(Math.random() * 200);
    killDatabase(join(host.data, "database"));
  }
  await publishedMore(editors);
  await editors.stop();
  await host.allLive();
  expect(findLost(host, editors.done)).toEqual([]);
  expect(host.findDamage()).toEqual([]);
  // Whoever is refused is told so in a sentence.
  for (const words of editors.refused) expect(words).toContain("Rien n’est perdu");
  console.log(
    `${KILLS} kills of PostgreSQL: ${editors.done.length} acknowledged, 0 lost, ${editors.refused.length} refused`,
  );
});

async function publishedMore(editors: BusyEditors): Promise<void> {
  const published = () => editors.done.filter((text) => text.published).length;
  const before = published();
  await eventually(
    "more texts are published",
    () => published() > before + 2,
    () => editors.refused.join("\n"),
  );
}

function killDatabase(folder: string): void {
  const server = Number.parseInt(readFileSync(join(folder, "server", "postmaster.pid"), "utf8"), 10);
  const children = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === server)
    .flatMap(([pid]) => pid ?? []);
  for (const pid of [server, ...children]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}
