/** `pnpm dev`: a site's theme under Astro's dev server. */
import { listSites } from "@pivert/operations";
import { explainError } from "./explain-error.ts";
import { parseOptions, parsePort } from "./parse-options.ts";
import { UsageError } from "./usage.ts";

export async function dev(args: string[]): Promise<number> {
  const { site, port } = parseOptions(args, { site: { type: "string" }, port: { type: "string", default: "4321" } });
  const known = listSites();
  if (site === undefined || !known.includes(site))
    throw new UsageError(`Choose a site: --site=NAME. Known: ${known.join(", ") || "none"}.`);
  const { developSite } = await import("@pivert/operations/dev");
  const server = await developSite({
    site,
    port: parsePort(port),
    onError: (error) => process.stderr.write(`${explainError(error)}\n`),
  });
  process.stdout.write(
    `\n  ${server.url}\n\n  The theme and the content of ${site} reload as they change. Ctrl-C stops.\n`,
  );
  await new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.stop();
  process.stdout.write("\nStopped.\n");
  // Vite keeps watchers of its own that would hold the process.
  process.exit(0);
}
