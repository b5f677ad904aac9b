/** The server's process is killed in the middle of saves and publications, and started again. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Done, findLost, startEditing } from "./busy-editors.ts";
import { eventually, testHost } from "./test-host.ts";

const KILLS = process.env.PIVERT_LONG ? 30 : 1;

test(`killed ${KILLS} times, the server loses nothing that it acknowledged, and publishes the last state of every site`, {
  timeout: 900_000 + KILLS * 120_000,
}, async () => {
  const host = await testHost(["velo", "chorale", "theatre"]);
  const done: Done[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const editors = await startEditing(host);
    await eventually("some texts are published", () => editors.done.filter(({ published }) => published).length > 3);
    await pause(Math.random() * 200);
    await host.platform.kill();
    await editors.stop();
    done.push(...editors.done);

    // What is live without the server is whole.
    expect(host.findDamage()).toEqual([]);
    await host.start();
    await host.allLive();
    expect(findLost(host, done)).toEqual([]);
    expect(host.findDamage()).toEqual([]);
    for (const { site, path, mark } of done.filter(({ published }) => published).slice(-3))
      expect(await host.visit(site, `/actualites/${path.slice(6, -3)}/`)).toContain(mark);
  }
  console.log(`${KILLS} kills of the server: ${done.length} saves acknowledged, 0 lost`);
});
