/** The invented site of an association of cyclists, as WordPress 7.1 exported it, brought over whole. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImportReport, writeSite } from "@pivert/importer";
import { parseRedirects } from "@pivert/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importWordPress, wxrSource } from "./index.ts";

const FIXTURE = join(import.meta.dirname, "..", "fixtures", "velo-la-vallee");
const NOW = "2026-11-22 21:00:00";

describe("the export of Vélo La Vallée", () => {
  let folder: string;
  let report: ImportReport;
  const read = (file: string) => readFileSync(join(folder, file), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pivert-wordpress-"));
    report = await writeSite(await open(), { folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("accounts for everything it holds", () => {
    expect(report.complete).toBe(true);
    expect(report.tallies).toMatchObject([{ what: "textes", found: 73, kept: 59 }]);
    expect(report.entries).toEqual({ pages: 15, posts: 39, events: 4 });
  });

  test("gives pages their tree and posts their dates", () => {
    expect(existsSync(join(folder, "pages/index.md"))).toBe(true);
    expect(existsSync(join(folder, "pages/lassociation/equipe/bureau.md"))).toBe(true);
    expect(read("posts/2023-06-12-tous-les-blocs-courants.md")).toContain("title: Tous les blocs courants");
    expect(read("site.yaml")).toContain("path: le-blog");
  });

  test("lets nothing pass that was not public", () => {
    const { canaries } = JSON.parse(readFileSync(join(FIXTURE, "canaries.json"), "utf8")) as {
      canaries: { text: string }[];
    };
    const texts = files(folder)
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    expect(canaries.filter(({ text }) => texts.includes(text))).toEqual([]);
    // The same texts are in the export: the search finds what it looks for.
    const source = readFileSync(join(FIXTURE, "export.xml"), "utf8");
    expect(canaries.filter(({ text }) => source.includes(text)).length).toBeGreaterThan(15);
  });

  test("redirects the addresses that WordPress answered", () => {
    const { redirects, problems } = parseRedirects(read("redirects.csv"));
    expect(problems).toEqual([]);
    const from = new Map(redirects.map((redirect) => [redirect.from, redirect.to]));
    expect(from.get("/?p=50")).toBe("/le-blog/tous-les-blocs-courants/");
    expect(from.get("/2022/10/liens-internes-de-toutes-sortes/")).toBe("/le-blog/liens-internes/");
    expect(from.get("/wp-content/uploads/2019/05/balade-canal-300x200.jpg")).toBe("/media/2019/05/balade-canal.jpg");
    expect(from.get("/feed/")).toBe("/le-blog/rss.xml");
  });

  test("answers every address of the old site's own list in one step", () => {
    const urls = JSON.parse(readFileSync(join(FIXTURE, "urls.json"), "utf8")) as { from: string; to: string }[];
    const { redirects } = parseRedirects(read("redirects.csv"));
    const to = new Map(redirects.map((redirect) => [redirect.from, redirect.to]));
    // A post with a password stays behind.
    const unanswered = urls.filter(
      ({ from }) => from !== "/?p=61" && !to.has(decodeURIComponent(from).normalize("NFC")),
    );
    expect(unanswered).toEqual([]);
    expect([...to.values()].filter((target) => to.has(target))).toEqual([]);
  });

  test("copies the originals, byte by byte", () => {
    const copy = readFileSync(join(folder, "media/2019/05/balade-canal.jpg"));
    expect(copy.equals(readFileSync(join(FIXTURE, "uploads/2019/05/balade-canal.jpg")))).toBe(true);
    expect(readdirSync(join(folder, "media/2019/05"))).toEqual(["balade-canal.jpg"]);
  });

  test("tells what could not be brought over, with its post", () => {
    const lost = report.notices.filter(({ about }) => about === "lost");
    expect(lost).toContainEqual(
      expect.objectContaining({
        text: "Bloc réutilisable n° 99999, introuvable.",
        entry: expect.objectContaining({ id: 50 }),
      }),
    );
    expect(
      report.notices
        .filter(({ about }) => about === "missing-file")
        .map(({ text }) => text)
        .join(" "),
    ).toContain("photo-perdue.jpg");
  });

  test("changes nothing when it is repeated", async () => {
    const before = new Map(files(folder).map((file) => [file, statSync(file).mtimeMs]));
    await writeSite(await open(), { folder, now: new Date(0) });
    const changed = files(folder).filter(
      (file) => /\.(?:md|csv|jpg)$/.test(file) && statSync(file).mtimeMs !== before.get(file),
    );
    expect(changed.filter((file) => !file.endsWith("redirects.csv"))).toEqual([]);
  });

  function open() {
    return importWordPress(wxrSource([join(FIXTURE, "export.xml")]), { uploads: join(FIXTURE, "uploads"), now: NOW });
  }
});

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
