/** A build worker is killed in the middle of a build. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { accepted } from "../platform/editor.ts";
import { eventually, postText, testHost } from "./test-host.ts";

const KILLS = process.env.PIVERT_LONG ? 200 : 2;

test(`killed ${KILLS} times in the middle of a build, a worker is replaced, and each publication gets live`, {
  timeout: 900_000 + KILLS * 120_000,
}, async () => {
  const host = await testHost(["velo"]);
  const editor = await host.editor("velo");
  let killed = 0;
  let takeover = 0;
  for (let round = 0; killed < KILLS; round++) {
    const mark = `marque${round}fin`;
    accepted(await editor.save(`posts/${mark}.md`, postText(mark, `Voici ${mark}.`), null));
    const { revision } = JSON.parse(accepted(await editor.publish(`posts/${mark}.md`)).text);
    await pause(Math.random() * 20);
    const building = (await editor.publication(revision)).state === "building";
    const victims = workersOf(host.platform.pid);
    for (const pid of victims) process.kill(pid, "SIGKILL");
    const began = performance.now();
    if (building && victims.length > 0) killed++;
    const states = new Set<string>();
    await eventually("live", async () => {
      const { state, error } = await editor.publication(revision);
      states.add(`${state} ${error ?? ""}`);
      return state === "live";
    });
    if (building) takeover = Math.max(takeover, performance.now() - began);
    // The editor is not told of a failure that was none of theirs.
    expect([...states].filter((state) => state.startsWith("failed"))).toEqual([]);
    expect(await host.visit("velo", `/actualites/${mark}/`)).toContain(`Voici ${mark}`);
    expect(host.findDamage()).toEqual([]);
  }
  console.log(`${killed} builds killed; the slowest was live ${(takeover / 1000).toFixed(1)} s later`);
});

/** The build workers that a server has. */
function workersOf(server: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, , parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        return (
          Number(parent) === server && /builder\/src\/worker\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))
        );
      } catch {
        // It has ended since the list was made.
        return false;
      }
    })
    .map(Number);
}
