/** Holds what an import gives against what SPIP itself rendered, with the comparer beside the checkout. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FIXTURES } from "./fixture.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");
const COMPARER = join(ROOT, "..", "shared", "compare", "spip.mjs");

/** Whether the comparer is there; without it a run says so, and fails where it must not be missing. */
export function hasComparer(): boolean {
  if (existsSync(COMPARER)) return true;
  if (process.env.CI === "true") throw new Error(`${COMPARER} is missing: the figures of imports cannot be held.`);
  process.stderr.write(`${COMPARER} is missing: the figures of imports are not held in this run.\n`);
  return false;
}

export interface Comparison {
  /** By feature: right, of how many. */
  totals: Record<string, [right: number, of: number]>;
  /** Objects whose text is not that of SPIP, or that are absent. */
  different: string[];
}

export interface Built {
  /** The text of each page, by `type/id`. */
  map: Record<string, string>;
  /** The object of each path. */
  urls: Record<string, string>;
  /** The file of the site's folder for each served path. */
  assets: Record<string, string>;
}

/** Compares built pages. Articles 8, 9 and 10 hold hostile or malformed input, on which SPIP's own output is broken. */
export function compareWithOracle(built: Built): Comparison {
  return inFolder((folder) => {
    for (const [name, value] of Object.entries(built))
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
    const at = (name: string) => join(folder, name);
    run([
      ...["--oracle", join(FIXTURES, "oracle.json"), "--got", at("map.json"), "--urlmap", at("urls.json")],
      ...["--assets", at("assets.json"), "--skip", "article/8,article/9,article/10", "--json", at("result.json")],
    ]);
    const { totals, rows } = JSON.parse(readFileSync(at("result.json"), "utf8")) as {
      totals: Comparison["totals"];
      rows: { k: string; missing?: boolean; m: Record<string, [number, number]> }[];
    };
    const different = rows.filter(({ missing, m }) => missing || m["text identical"]?.[0] !== 1).map(({ k }) => k);
    return { totals, different };
  });
}

/** The shortcuts that are not shown as SPIP shows them, each as it is written. */
export function compareShortcuts(rendered: readonly string[]): { right: number; different: string[] } {
  return inFolder((folder) => {
    const list = join(folder, "list.json");
    writeFileSync(list, JSON.stringify(rendered));
    const output = run(["--shortcuts", join(FIXTURES, "shortcuts.json"), "--got", list, "--verbose"]);
    const different = [...output.matchAll(/^("(?:[^"\\]|\\.)*") *\n {2}expected/gm)].map(
      ([, raw]) => JSON.parse(raw ?? '""') as string,
    );
    return { right: Number(/^(\d+) of \d+ shortcuts/m.exec(output)?.[1] ?? 0), different };
  });
}

function run(args: readonly string[]): string {
  return execFileSync(process.execPath, [COMPARER, ...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

function inFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "pivert-compare-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
