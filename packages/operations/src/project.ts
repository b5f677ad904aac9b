/** Where things lie in a checkout of Pivert. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuilderFolders } from "@pivert/builder";

/** The root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** What is kept between runs: never in git. */
export const DATA = process.env.PIVERT_DATA ?? join(ROOT, "data");

/** One folder per site. */
export const SITES = process.env.PIVERT_SITES ?? join(ROOT, "sites");

export const FOLDERS: BuilderFolders = {
  themes: process.env.PIVERT_THEMES ?? join(ROOT, "themes"),
  cache: process.env.PIVERT_CACHE ?? join(DATA, "cache"),
  media: join(DATA, "media"),
};

/** The folder of a site. */
export function siteFolder(name: string): string {
  return join(SITES, name);
}

/** The names of the sites, sorted. */
export function listSites(): string[] {
  if (!existsSync(SITES)) return [];
  return readdirSync(SITES)
    .filter((name) => existsSync(join(SITES, name, "site.yaml")))
    .sort();
}

/** Where the files of a site are built before they go live. */
export function builtFolder(site: string): string {
  return join(DATA, "builds", site);
}
