/** Exports that are damaged, hostile or strange: each is read as far as it can be, says what it lacks, and stays in its folder. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImportReport, writeSite } from "@pivert/importer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { importWordPress, wxrSource } from "./index.ts";

const OWN = join(import.meta.dirname, "..", "fixtures", "edge-wxr");
/** Files of the WordPress importer's own tests, which are not ours to copy. */
const FOREIGN = join(import.meta.dirname, "..", "..", "..", "..", "shared", "fixtures", "wordpress-public", "edge-wxr");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pivert-edge-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Imports into a folder within `root`; an import that cannot start gives its message. */
async function bring(...paths: string[]): Promise<ImportReport | string> {
  try {
    return await writeSite(await importWordPress(wxrSource(paths)), { folder: join(root, "site") });
  } catch (error) {
    return (error as Error).message;
  }
}

const published = (report: ImportReport | string) =>
  typeof report === "string" ? 0 : Object.values(report.entries).reduce((sum, count) => sum + count, 0);
const damages = (report: ImportReport | string) =>
  typeof report === "string" ? [] : report.notices.filter(({ about, entry }) => about === "lost" && !entry);

describe("an export written for this project", () => {
  test.each([
    ["billion-laughs.xml", 4, "DOCTYPE"],
    ["bom-and-blank-line.xml", 4, undefined],
    ["declared-utf8-is-latin1.xml", 4, undefined],
    ["deep-nesting.xml", 2, undefined],
    ["duplicate-ids.xml", 2, undefined],
    ["parent-cycle.xml", 2, undefined],
    ["php-fatal-at-end.xml", 4, "s’arrête au milieu"],
    ["php-notice-at-start.xml", 4, undefined],
    ["truncated-midway.xml", 10, "s’arrête au milieu"],
    ["utf-16le.xml", 4, undefined],
    ["windows-1252.xml", 4, undefined],
    ["xxe-external-entity.xml", 4, "DOCTYPE"],
    ["xxe-parameter-entity.xml", 4, "DOCTYPE"],
    ["hostile-slugs.xml", 32, undefined],
    ["ssrf-media.xml", 1, undefined],
  ])("%s: %i texts", async (name, texts, damage) => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const report = await bring(join(OWN, name));
    expect(published(report)).toBe(texts);
    expect(
      damages(report)
        .map(({ text }) => text)
        .join(" "),
    ).toContain(damage ?? "");
    if (damage === undefined) expect(damages(report)).toEqual([]);
    expect(fetched).not.toHaveBeenCalled();
    // Nothing beside the site's own folder, and nothing of this machine in it.
    expect(readdirSync(root)).toEqual(["site"]);
    expect(textsOf(join(root, "site"))).not.toMatch(/root:x:0|lol{3}/);
  });

  test.each(["empty.xml", "no-items.xml"])("%s cannot be imported, and nothing is written", async (name) => {
    expect(await bring(join(OWN, name))).toContain("nothing to import");
    expect(existsSync(join(root, "site"))).toBe(false);
  });

  test("a feed of another system is told from an export", async () => {
    expect(damages(await bring(join(OWN, "not-wordpress.xml"))).length).toBeGreaterThan(0);
  });

  test("letters of wrong encodings come out right", async () => {
    for (const name of ["declared-utf8-is-latin1.xml", "windows-1252.xml", "utf-16le.xml"]) {
      await bring(join(OWN, name));
      expect(textsOf(join(root, "site"))).toMatch(/[éèà]/);
      expect(textsOf(join(root, "site"))).not.toMatch(/Ã©|\ufffd/);
      rmSync(join(root, "site"), { recursive: true });
    }
  });

  test("the parts of a split export are one site", async () => {
    const report = await bring(join(OWN, "split-part1.xml"), join(OWN, "split-part2.xml"));
    expect(published(report)).toBe(19);
  });
});

const foreign = existsSync(FOREIGN) ? readdirSync(FOREIGN).filter((name) => name.startsWith("importer-")) : [];
if (foreign.length === 0)
  console.warn("The exports of other people's tests are not here: ../shared/fixtures is absent.");
if (foreign.length === 0 && process.env.CI === "true")
  throw new Error("../shared/fixtures must be there on a machine for tests.");

describe.skipIf(foreign.length === 0)("an export of the WordPress importer's tests", () => {
  test.each(foreign)("%s is read or refused with a reason", async (name) => {
    const report = await bring(join(FOREIGN, name));
    if (typeof report === "string") expect(report).toContain("nothing to import");
    else expect(report.complete).toBe(true);
    expect(readdirSync(root).filter((found) => found !== "site")).toEqual([]);
  });
});

function textsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
