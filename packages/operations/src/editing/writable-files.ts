/** Which files an editor may write, and what right each change asks for beyond that to edit. */
import { placeEntry } from "@pivert/builder/entry-paths";
import { COLLECTION_NAMES, refuseLogicalPath, type Site } from "@pivert/model";
import { head, readFileAt } from "@pivert/repository";
import { EditingError, type EditingSite } from "./editing-site.ts";
import { readSite } from "./read-site.ts";

/** `settings`: to change the settings of the site. `delete`: to take away what is published, or to move it. */
export type FurtherRight = "settings" | "delete";

export interface FilesToWrite {
  written?: readonly string[];
  /** Paths that files leave. */
  removed?: readonly string[];
}

/** The files that ask for the right to change the settings. */
export const SETTINGS_FILES: readonly string[] = ["site.yaml", "taxonomies.yaml", "redirects.csv"];

/** @throws EditingError when a path is none that editors write: not an entry, not of `media/`, no settings */
export async function rightsToWrite(
  site: EditingSite,
  { written = [], removed = [] }: FilesToWrite,
): Promise<Set<FurtherRight>> {
  const settings = await readSite(site);
  const rights = new Set<FurtherRight>();
  for (const path of [...written, ...removed]) {
    const kind = kindOf(path, settings);
    if (kind === undefined)
      throw new EditingError(
        "refused",
        `Le fichier « ${path.slice(0, 120)} » ne peut pas être modifié ici : seuls les contenus, la médiathèque et les réglages le peuvent.`,
      );
    if (kind === "settings") rights.add("settings");
  }
  const published = removed.length > 0 ? await head(site.repository) : undefined;
  for (const path of removed)
    if (published !== undefined && (await readFileAt(site.repository, published, path))) rights.add("delete");
  return rights;
}

type FileKind = "entry" | "media" | "settings";

/** @param settings `undefined` when they cannot be read: editors go on meanwhile */
export function kindOf(path: string, settings: Site | undefined): FileKind | undefined {
  if (refuseLogicalPath(path)) return undefined;
  if (SETTINGS_FILES.includes(path)) return "settings";
  if (path.startsWith("media/")) return "media";
  const isEntry = settings ? placeEntry(path, settings) !== undefined : looksLikeEntry(path);
  return isEntry ? "entry" : undefined;
}

function looksLikeEntry(path: string): boolean {
  const [first, second, third] = path.split("/");
  const isCollection = (name: string | undefined) => COLLECTION_NAMES.some((known) => known === name);
  return path.endsWith(".md") && (isCollection(first) || (isCollection(second) && third !== undefined));
}
