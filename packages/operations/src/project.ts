/** Where things lie in a checkout of Pivert. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuilderFolders } from "@pivert/builder";

/** The root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** What is kept between runs: never in git. */
export const DATA = process.env.PIVERT_DATA ?? join(ROOT, "data");

export const FOLDERS: BuilderFolders = {
  themes: join(ROOT, "themes"),
  cache: join(DATA, "cache"),
  media: join(DATA, "media"),
};

/** The folder of a site of this checkout. */
export function siteFolder(name: string): string {
  return join(ROOT, "sites", name);
}

/** The names of the sites in `sites/`, sorted. */
export function listSites(): string[] {
  const folder = join(ROOT, "sites");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "site.yaml")))
    .sort();
}
