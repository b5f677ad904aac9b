/** The dump of the same site as its export: what comes over is the same, but for what only one of them knows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ImportItem } from "@pivert/importer";
import { afterAll, expect, test } from "vitest";
import { importWordPress, openSource } from "../index.ts";

const FIXTURE = join(import.meta.dirname, "..", "..", "fixtures", "velo-la-vallee");
const root = mkdtempSync(join(tmpdir(), "pivert-sql-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function itemsOf(...files: string[]): Promise<ImportItem[]> {
  const { items } = await importWordPress(openSource(files), {
    uploads: join(FIXTURE, "uploads"),
    now: "2026-11-22 21:00:00",
  });
  const all: ImportItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Texts by their file; types whose addresses a dump does not hold aside. */
function texts(items: ImportItem[]): Map<string, unknown> {
  const entries = items
    .filter((item) => item.kind === "entry")
    .filter(({ fields }) => fields.source.type !== "team_member");
  return new Map(entries.map(({ file, fields, body }) => [file, { fields, body }]));
}

const redirectsOf = (items: ImportItem[]) =>
  new Map(items.flatMap((item) => (item.kind === "redirects" ? item.redirects : [])).map(({ from, to }) => [from, to]));

test("a dump gives the same texts as the export", async () => {
  const [fromSql, fromWxr] = [await itemsOf(join(FIXTURE, "dump.sql")), await itemsOf(join(FIXTURE, "export.xml"))];
  expect(texts(fromSql)).toEqual(texts(fromWxr));
  expect(texts(fromSql).size).toBe(57);
  const find = (items: ImportItem[], kind: string) => items.find((item) => item.kind === kind);
  expect(find(fromSql, "taxonomies")).toEqual(find(fromWxr, "taxonomies"));
  expect(find(fromSql, "site")).toEqual(find(fromWxr, "site"));
});

test("a packed dump and one of another prefix are read too", async () => {
  const other = readFileSync(join(FIXTURE, "dump.sql"), "utf8").replaceAll("`velo_", "`wp7_");
  const file = join(root, "autre.sql.gz");
  writeFileSync(file, gzipSync(other));
  expect(texts(await itemsOf(file)).size).toBe(57);
});

test("redirects that only the dump holds come with the export", async () => {
  const redirects = redirectsOf(await itemsOf(join(FIXTURE, "export.xml"), join(FIXTURE, "dump.sql")));
  expect(redirects.get("/adhesion")).toBe("/adherer/");
  expect(redirects.get("/?p=50")).toBe("/le-blog/tous-les-blocs-courants/");
});

test("nothing of a dump but what is public is even looked at", async () => {
  const { canaries } = JSON.parse(readFileSync(join(FIXTURE, "canaries.json"), "utf8")) as {
    canaries: { text: string }[];
  };
  const all = JSON.stringify(await itemsOf(join(FIXTURE, "dump.sql")));
  expect(canaries.filter(({ text }) => all.includes(text))).toEqual([]);
});

test("a dump of something else says so", async () => {
  const file = join(root, "autre.sql");
  writeFileSync(file, "CREATE TABLE `x` (`id` int); INSERT INTO `x` VALUES (1);");
  await expect(itemsOf(file)).rejects.toMatchObject({ code: "unknown-format" });
});
