/** `pnpm pivert redirects`: a site's redirects for nginx, Caddy or Apache. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT, SERVERS, serverRedirects } from "@pivert/operations";
import { parseOptions } from "./parse-options.ts";
import { UsageError } from "./usage.ts";

export async function redirects(args: string[]): Promise<number> {
  const options = parseOptions(args, {
    for: { type: "string" },
    site: { type: "string" },
    built: { type: "string" },
    out: { type: "string" },
  });
  const server = SERVERS.find((known) => known === options.for);
  if (!server) throw new UsageError(`Say for which server: --for=${SERVERS.join(", --for=")}.`);
  const { site } = options;
  if (site === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(site)) throw new UsageError("Name the site: --site=NAME.");
  const built = options.built === undefined ? join(ROOT, "dist", site) : resolve(options.built);
  const text = serverRedirects(built, server, site);
  if (text === undefined)
    throw new UsageError(
      `${built} holds no built site. Run « pnpm build --site=${site} », or name its folder with --built.`,
    );
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  return 0;
}
