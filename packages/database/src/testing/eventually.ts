import { setTimeout as wait } from "node:timers/promises";

/** Waits until the condition holds. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  for (const start = Date.now(); !(await condition()); await wait(20))
    if (Date.now() - start > ms) throw new Error(`not within ${ms} ms: ${what}`);
}
