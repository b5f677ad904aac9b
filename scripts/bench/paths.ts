/** Where the bench keeps what it makes: all in one folder that git ignores. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the bench's own files. */
export const BENCH = dirname(fileURLToPath(import.meta.url));

/** The root of the checkout. */
export const ROOT = join(BENCH, "..", "..");

const ALL_DATA = process.env.PIVERT_DATA ?? join(ROOT, "data");
const DATA = join(ALL_DATA, "bench");

/** Sites as each tool wants them, by tool. */
export const SITES = join(DATA, "sites");
/** What the tools write, by tool. */
export const OUT = join(DATA, "out");
/** What earlier runs wrote, until it is removed. */
export const ASIDE = join(DATA, "aside");
/** Programs that are not ours. */
export const TOOLS = join(ALL_DATA, "cache", "bench-tools");
export const RESULTS = join(DATA, "results");
/** Repositories in which titles are edited. */
export const REPOSITORIES = join(DATA, "repositories");
export const PHOTOGRAPHS = join(DATA, "photographs");

/** As a host has them: themes, and what builds keep for one another. */
export const FOLDERS = { themes: join(DATA, "themes"), cache: join(DATA, "cache"), media: join(DATA, "media") };
export const THEME = join(FOLDERS.themes, "bench");
