/** `pnpm start`: builds the sites of `sites/`, serves them on this machine and follows their files. */
import { builtFolder, keepBuilt, listSites } from "@pivert/operations";
import { serveSites } from "@pivert/server";
import { parseOptions, parsePort } from "./parse-options.ts";
import { describeOutcome } from "./print-outcome.ts";
import { openProgress } from "./progress.ts";

const DEFAULT_PORT = "8080";

export async function start(args: string[]): Promise<number> {
  const { port } = parseOptions(args, { port: { type: "string", default: process.env.PORT ?? DEFAULT_PORT } });
  const names = listSites();
  const stopped = new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  // The port first: a busy one is said before any work is done.
  const server = await serveSites({
    port: parsePort(port),
    sites: names.map((name) => ({ name, folder: builtFolder(name) })),
  });
  const progress = openProgress(process.stderr, names.length);
  const sites = keepBuilt({
    onStep: progress.step,
    onSite(outcome) {
      progress.clear();
      // Problems are in full in `pnpm build`; here, the line that sums up.
      const [summary, ...details] = describeOutcome(outcome);
      process.stdout.write(
        `${["error" in outcome ? [summary, ...details].join("\n") : `${summary?.replace(/ → .*/, "")}`]}\n`,
      );
      progress.finish(outcome.name);
    },
  });
  try {
    await Promise.race([sites.ready, stopped]);
    progress.clear();
    process.stdout.write(
      `\n${names.map((name) => `  ${server.urlOf(name)}`).join("\n")}\n\n  http://localhost:${server.port}/ lists them all. A changed file in sites/ shows after a reload. Ctrl-C stops.\n`,
    );
    await stopped;
    process.stdout.write("\nStopped.\n");
  } finally {
    sites.close();
    await server.close();
  }
  return 0;
}
