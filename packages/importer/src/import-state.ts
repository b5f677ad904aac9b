/** What an import remembers for the next one: `import-state.json` in the site's folder. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitFrontMatter } from "@pivert/markdown";
import { ImportError } from "./import-error.ts";
import { type ImportSource, sourceKey } from "./import-item.ts";

export const STATE_FILE = "import-state.json";

export interface ImportState {
  system: ImportSource["system"];
  url: string;
  /** By source key, such as `article/12`: the file of an entry. */
  entries: Record<string, string>;
  /** By file: the digest of what the import wrote, or the stamp of what it copied. */
  files: Record<string, string>;
}

/**
 * Reads what the last import into a folder left; entries that editors have moved since are found by their `source`.
 * @throws ImportError when the folder holds something else than an earlier import of the same site
 */
export function loadState(folder: string, source: Pick<ImportSource, "system" | "url">): ImportState {
  const state = readState(folder);
  if (!state) {
    if (existsSync(join(folder, "site.yaml")))
      throw new ImportError(
        "foreign-folder",
        `${folder} holds a site that no import made. Choose another folder with --out, or another name with --site.`,
      );
    return { system: source.system, url: source.url, entries: {}, files: {} };
  }
  if (state.system !== source.system || state.url !== source.url)
    throw new ImportError(
      "other-source",
      `${folder} was imported from ${state.url} (${state.system}), not from ${source.url} (${source.system}). Choose another folder with --out.`,
    );
  findMoved(folder, state);
  return state;
}

/** The files of the entries that earlier imports into a folder made, by source key: they keep their names. */
export function rememberedFiles(folder: string): ReadonlyMap<string, string> {
  const state = readState(folder);
  if (!state) return new Map();
  findMoved(folder, state);
  return new Map(Object.entries(state.entries));
}

export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

function readState(folder: string): ImportState | undefined {
  const file = join(folder, STATE_FILE);
  if (!existsSync(file)) return undefined;
  const state = parseJson(readFileSync(file, "utf8"));
  if (isState(state)) return state;
  throw new ImportError("bad-state", `${file} cannot be read. Take it back from a copy, or import into a new folder.`);
}

function isState(value: unknown): value is ImportState {
  if (value === null || typeof value !== "object") return false;
  const { system, url, entries, files } = value as Partial<Record<keyof ImportState, unknown>>;
  return typeof system === "string" && typeof url === "string" && isTexts(entries) && isTexts(files);
}

function isTexts(value: unknown): value is Record<string, string> {
  return value !== null && typeof value === "object" && Object.values(value).every((one) => typeof one === "string");
}

/** Files are looked through only when one is no longer where the import put it. */
function findMoved(folder: string, state: ImportState): void {
  const gone = new Map(Object.entries(state.entries).filter(([, file]) => !existsSync(join(folder, file))));
  if (gone.size === 0) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".md")) continue;
    const file = name.replaceAll("\\", "/");
    const { source } = (splitFrontMatter(readFileSync(join(folder, file), "utf8"), file).yaml.value ?? {}) as {
      source?: { type: string; id: number | string };
    };
    const key = source && sourceKey(source);
    const before = key === undefined ? undefined : gone.get(key);
    if (key === undefined || before === undefined) continue;
    state.entries[key] = file;
    const digest = state.files[before];
    if (digest !== undefined) state.files[file] = digest;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no state either.
    return undefined;
  }
}
