/** The redirects of a site, from its build, for the web server in front of it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildReport } from "@pivert/builder";
import { formatServerRedirects, type Server } from "@pivert/deploy";

/**
 * Reads the redirects of a built site: chains are followed there, and images lead to where they are served.
 * @param built the folder that `pnpm build` wrote
 * @returns `undefined` when the site is not built
 */
export function serverRedirects(built: string, server: Server, site: string): string | undefined {
  const file = join(built, "build.json");
  if (!existsSync(file)) return undefined;
  const { redirects } = JSON.parse(readFileSync(file, "utf8")) as BuildReport;
  return formatServerRedirects(redirects, server, site);
}
