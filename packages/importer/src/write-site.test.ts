import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImportItem, SiteImport } from "./import-item.ts";
import { rememberedFiles } from "./import-state.ts";
import { writeSite } from "./write-site.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pivert-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = { system: "spip" as const, version: "4.4.4", name: "Essai", url: "https://essai.example" };

function importOf(...items: ImportItem[]): SiteImport {
  return {
    source,
    items: (async function* () {
      yield* items;
    })(),
  };
}

function entry(id: number, body: string, file = `posts/2020-01-0${id}-texte.md`): ImportItem {
  const fields = {
    title: `Texte ${id}`,
    date: `2020-01-0${id}`,
    source: { system: source.system, type: "article", id },
  };
  return { kind: "entry", file, fields, body };
}

const read = (file: string) => readFileSync(join(folder, file), "utf8");

describe("writeSite", () => {
  it("writes entries, settings, files and redirects", async () => {
    const report = await writeSite(
      importOf(
        { kind: "site", fields: { name: "Essai", url: source.url, theme: { name: "clairiere" } } },
        entry(1, "Bonjour."),
        { kind: "asset", file: "media/a.txt", load: async () => Buffer.from("octets") },
        { kind: "redirects", redirects: [{ from: "/spip.php?article1", to: "/actualites/texte/" }] },
        { kind: "tally", what: "articles", found: 1, kept: 1, others: {} },
      ),
      { folder },
    );
    expect(read("posts/2020-01-01-texte.md")).toBe(
      "---\ntitle: Texte 1\ndate: 2020-01-01\nsource:\n  system: spip\n  type: article\n  id: 1\n---\n\nBonjour.\n",
    );
    expect(read("media/a.txt")).toBe("octets");
    expect(read("redirects.csv")).toBe("from,to\n/spip.php?article1,/actualites/texte/\n");
    expect(report).toMatchObject({ entries: { posts: 1 }, assets: 1, notices: [], complete: true });
    expect(JSON.parse(read("import-report.json"))).toEqual(report);
    expect(read("import-report.html")).toContain("1 texte repris, 1 fichier copié. Rien n’a été perdu.");
  });

  it("brings up to date what nobody edited, and keeps what somebody did", async () => {
    await writeSite(importOf(entry(1, "Un."), entry(2, "Deux."), entry(3, "Trois.")), { folder });
    const edited = read("posts/2020-01-02-texte.md").replace("Deux.", "Deux, corrigé ici.");
    writeFileSync(join(folder, "posts/2020-01-02-texte.md"), edited);
    const again = () => importOf(entry(1, "Un, bis."), entry(2, "Deux, bis."), entry(3, "Trois."));
    const report = await writeSite(again(), { folder });
    expect(read("posts/2020-01-01-texte.md")).toContain("Un, bis.");
    expect(read("posts/2020-01-02-texte.md")).toBe(edited);
    expect(report.notices).toHaveLength(1);
    expect(report.notices[0]).toMatchObject({ about: "edited", entry: { id: 2, file: "posts/2020-01-02-texte.md" } });
    expect(report.notices[0]?.text).toContain("Deux, bis.");
    expect((await writeSite(again(), { folder })).notices, "the same news is told once").toEqual([]);
  });

  it("finds an entry that was moved, and does not bring back one that was deleted", async () => {
    await writeSite(importOf(entry(1, "Un."), entry(2, "Deux.")), { folder });
    renameSync(join(folder, "posts/2020-01-01-texte.md"), join(folder, "posts/2020-01-01-ailleurs.md"));
    rmSync(join(folder, "posts/2020-01-02-texte.md"));
    expect(rememberedFiles(folder).get("article/1")).toBe("posts/2020-01-01-ailleurs.md");
    await writeSite(importOf(entry(1, "Un, bis."), entry(2, "Deux.")), { folder });
    expect(read("posts/2020-01-01-ailleurs.md")).toContain("Un, bis.");
    expect(existsSync(join(folder, "posts/2020-01-01-texte.md"))).toBe(false);
    expect(existsSync(join(folder, "posts/2020-01-02-texte.md"))).toBe(false);
  });

  it("removes what the old site no longer shows, unless it was edited", async () => {
    await writeSite(importOf(entry(1, "Un."), entry(2, "Deux.")), { folder });
    writeFileSync(join(folder, "posts/2020-01-02-texte.md"), `${read("posts/2020-01-02-texte.md")}\nEncore.\n`);
    const report = await writeSite(importOf(), { folder });
    expect(existsSync(join(folder, "posts/2020-01-01-texte.md"))).toBe(false);
    expect(read("posts/2020-01-02-texte.md")).toContain("Encore.");
    expect(report.notices.map(({ about }) => about)).toEqual(["removed", "removed"]);
  });

  it("keeps the redirects that an editor added", async () => {
    const redirects = (to: string): ImportItem => ({ kind: "redirects", redirects: [{ from: "/vieux", to }] });
    await writeSite(importOf(redirects("/a/")), { folder });
    writeFileSync(join(folder, "redirects.csv"), "from,to\n/vieux,/b/\n/autre,/c/\n");
    await writeSite(importOf(redirects("/a/")), { folder });
    expect(read("redirects.csv")).toBe("from,to\n/autre,/c/\n/vieux,/b/\n");
  });

  it("tells a file that cannot be had, and copies one again only when it changed", async () => {
    let loads = 0;
    const asset = (stamp: string): ImportItem => ({
      kind: "asset",
      file: "media/a.jpg",
      stamp,
      load: async () => {
        loads++;
        return Buffer.from(stamp);
      },
    });
    const missing: ImportItem = { kind: "asset", file: "media/b.jpg", load: () => Promise.reject(new Error("perdu")) };
    const report = await writeSite(importOf(asset("1"), missing), { folder });
    expect(report.notices).toMatchObject([{ about: "missing-file" }]);
    await writeSite(importOf(asset("1")), { folder });
    expect(loads).toBe(1);
    await writeSite(importOf(asset("2")), { folder });
    expect(read("media/a.jpg")).toBe("2");
  });

  it("puts what storeLarge gives in the place of a large file", async () => {
    const large: ImportItem = { kind: "asset", file: "media/a.bin", load: async () => Buffer.alloc(2000) };
    await writeSite(importOf(large), { folder, largeFrom: 1000, storeLarge: async () => "pointer\n" });
    expect(read("media/a.bin")).toBe("pointer\n");
  });

  it("refuses a folder that is not an import of the same site", async () => {
    writeFileSync(join(folder, "site.yaml"), "name: À la main\n");
    await expect(writeSite(importOf(), { folder })).rejects.toMatchObject({ code: "foreign-folder" });
    rmSync(join(folder, "site.yaml"));
    await writeSite(importOf(), { folder });
    const other = { ...importOf(), source: { ...source, url: "https://autre.example" } };
    await expect(writeSite(other, { folder })).rejects.toMatchObject({ code: "other-source" });
  });

  it.each(["../dehors.md", "posts/../../x.md", "/etc/x.md", "posts/con.md"])("refuses the path %s", async (file) => {
    await expect(writeSite(importOf(entry(1, "x", file)), { folder })).rejects.toThrow(/name/);
  });

  it("says when something is not accounted for", async () => {
    const tally: ImportItem = { kind: "tally", what: "articles", found: 3, kept: 1, others: { "non publiés": 1 } };
    const report = await writeSite(importOf(tally), { folder });
    expect(report.complete).toBe(false);
    expect(read("import-report.html")).toContain("Le compte n’y est pas");
  });

  it("shows strangers' words in the report as text", async () => {
    const notice: ImportItem = { kind: "notice", about: "lost", text: "<script>alert(1)</script>" };
    await writeSite(importOf(notice), { folder });
    expect(read("import-report.html")).not.toContain("<script>");
  });
});
