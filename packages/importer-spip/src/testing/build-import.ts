/** Imports the fixture, builds the result with the plain theme of tests, and reads the pages back. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildReport, openBuilder } from "@pivert/builder";
import { type ImportReport, writeSite } from "@pivert/importer";
import { type ImportSpipOptions, importSpip } from "../import-spip.ts";
import type { Built } from "./compare.ts";
import { type DumpForm, dumpFile, IMG, NOW } from "./fixture.ts";

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

export interface ImportedFixture extends Disposable {
  root: string;
  /** The site's folder. */
  folder: string;
  report: ImportReport;
}

export interface BuiltImport extends ImportedFixture, Built {
  /** The built site. */
  out: string;
  build: BuildReport;
}

export async function importFixture(
  form: DumpForm,
  options: Partial<ImportSpipOptions> = {},
): Promise<ImportedFixture> {
  const root = mkdtempSync(join(tmpdir(), "pivert-spip-test-"));
  const folder = join(root, "site");
  const opened = await importSpip({ dump: dumpFile(form), img: IMG, theme: "plain", now: NOW, ...options });
  const report = await writeSite(opened, { folder, now: NOW });
  opened.close();
  return { root, folder, report, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

export async function buildImport(form: DumpForm, options: Partial<ImportSpipOptions> = {}): Promise<BuiltImport> {
  const imported = await importFixture(form, options);
  const { root, folder } = imported;
  const out = join(root, "out");
  const themes = join(PACKAGES, "test-site", "themes");
  const builder = openBuilder({
    themes,
    cache: join(PACKAGES, "..", "data", "test-cache"),
    media: join(root, "media"),
  });
  const { report: build } = await builder.build({ name: "tilleuls", source: { folder }, out });
  builder.close();
  return { ...imported, out, build, ...readPages(out, build) };
}

function readPages(out: string, { pages, assets }: BuildReport): Built {
  const map: Built["map"] = {};
  const urls: Built["urls"] = {};
  for (const { path, file, source } of pages) {
    if (source?.system !== "spip") continue;
    const key = `${source.type}/${source.id}`;
    urls[path] = key;
    map[key] = contentOf(readFileSync(join(out, "site", file), "utf8"));
  }
  return { map, urls, assets: Object.fromEntries(assets.map(({ url, source }) => [url, source])) };
}

/** What the element of class `e-content` holds: our own HTML nests without fault. */
function contentOf(html: string): string {
  const start = /<(\w+)[^>]*class="[^"]*\be-content\b[^"]*"[^>]*>/.exec(html);
  if (!start) return "";
  const from = start.index + start[0].length;
  const tag = new RegExp(`<(/?)${start[1]}\\b[^>]*>`, "g");
  tag.lastIndex = from;
  for (let depth = 1, found = tag.exec(html); found; found = tag.exec(html)) {
    depth += found[1] ? -1 : 1;
    if (depth === 0) return html.slice(from, found.index);
  }
  return html.slice(from);
}
