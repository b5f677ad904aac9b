import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DUMP_FORMS, dumpFile } from "../testing/fixture.ts";
import { loadDump } from "./load-dump.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pivert-dump-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function titlesOf(content: string | Uint8Array, name = "dump.sql"): Promise<unknown[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const { base } = await loadDump(file);
  try {
    return base.database
      .prepare("SELECT titre FROM articles ORDER BY id_article")
      .all()
      .map(({ titre }) => titre);
  } finally {
    base.close();
  }
}

const insert = (titles: readonly string[], table = "spip_articles") =>
  `CREATE TABLE \`${table}\` (\`id_article\` int, \`titre\` text);\nINSERT INTO \`${table}\` VALUES ${titles.map((title, index) => `(${index + 1},'${title}')`).join(",")};\n`;

describe("loadDump", () => {
  it.each(DUMP_FORMS)("reads the same articles from the %s dump", async (form) => {
    const { base } = await loadDump(dumpFile(form));
    const rows = base.database.prepare("SELECT id_article, titre FROM articles WHERE id_article IN (1, 2, 31)").all();
    expect(rows.map(({ titre }) => titre)).toEqual([
      "Bienvenue aux Tilleuls !",
      "Tous les liens : « internes », externes & bizarres",
      expect.stringContaining("l’été"),
    ]);
    const auteurs = JSON.stringify(base.database.prepare("SELECT * FROM auteurs").all());
    expect(auteurs).not.toMatch(/@|mlebrun/);
    base.close();
  });

  it.each([
    ["utf8", Buffer.from(insert(["été", "œuf"]))],
    ["latin1", Buffer.from(insert(["été", "a"]), "latin1")],
    ["packed", gzipSync(insert(["été", "œuf"]))],
    ["another prefix", Buffer.from(insert(["été"], "mon_site2_articles"))],
    ["a byte order mark", Buffer.from(`\ufeff${insert(["été"])}`)],
  ])("reads %s", async (_, bytes) => {
    expect((await titlesOf(bytes))[0]).toBe("été");
  });

  it.each([1, 2])("undoes an encoding made %d times too often", async (times) => {
    let sql = insert(["été à l’école", "Noël", "sans accent"]);
    for (let round = 0; round < times; round++) sql = new TextDecoder("windows-1252").decode(Buffer.from(sql));
    expect(await titlesOf(sql)).toEqual(["été à l’école", "Noël", "sans accent"]);
  });

  it("reads quotes, escapes, NULL and hexadecimal, however the chunks fall", async () => {
    const sql = `-- comment; with 'quotes'\n/*!40101 SET NAMES utf8 */;\nINSERT INTO spip_articles (id_article, titre, texte) VALUES
      (1,'l''été \\\\ \\'x\\' \\n fin; (a),(b)',NULL),(2,0xc3a974c3a9,''),(3,_binary 'trois','x');`;
    expect(await titlesOf(sql)).toEqual(["l'été \\ 'x' \n fin; (a),(b)", "été", "trois"]);
    const long = insert(Array.from({ length: 60_000 }, (_, index) => `titre ${index} d\\'été`));
    const titles = await titlesOf(long);
    expect([titles.length, titles[59_999]]).toEqual([60_000, "titre 59999 d'été"]);
  });

  it("takes the site with the most articles when a dump holds several", async () => {
    expect(await titlesOf(insert(["petit"], "a_articles") + insert(["un", "deux"], "b_articles"))).toEqual([
      "un",
      "deux",
    ]);
  });

  it.each([
    ["an empty file", "", "unknown-format"],
    ["something else", "Bonjour, voici mon site.", "unknown-format"],
    [
      "another application",
      "CREATE TABLE `wp_posts` (`ID` int);\nINSERT INTO `wp_posts` VALUES (1);",
      "unknown-format",
    ],
    ["a document type", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><SPIP></SPIP>', "unreadable"],
    ["a damaged base", `SQLite format 3\0${"x".repeat(5000)}`, "unreadable"],
  ])("refuses %s", async (_, content, code) => {
    await expect(titlesOf(content)).rejects.toMatchObject({ code });
  });

  it("refuses a packed file that grows without measure", async () => {
    await expect(titlesOf(gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)), "bomb.sql.gz")).rejects.toMatchObject({
      code: "unreadable",
    });
  });

  it("keeps what a cut-off file holds, and says so", async () => {
    const whole = readFileSync(dumpFile("xml"));
    const file = join(folder, "cut.xml.gz");
    writeFileSync(file, whole.subarray(0, Math.floor(whole.length * 0.8)));
    const { base, incomplete } = await loadDump(file);
    expect(incomplete).toBeDefined();
    expect(base.rows).toBeGreaterThan(10);
    base.close();
  });
});
