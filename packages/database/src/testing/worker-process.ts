/** A worker in a process of its own, for tests to kill: says which builds it begins, each `ms` long. */
import { setTimeout as wait } from "node:timers/promises";
import { openDatabase } from "../open-database.ts";
import { openQueue } from "../queue/open-queue.ts";
import type { Said } from "./start-process.ts";

const [folder = "", ms = "0"] = process.argv.slice(2);
const say = (message: Said) => process.send?.(message);
const database = await openDatabase({ folder });
const queue = await openQueue(database, { onError: () => {} });
queue.work({
  onError: () => {},
  async build({ site }) {
    say({ began: site });
    await wait(Number(ms));
  },
});
say({ ready: true });
