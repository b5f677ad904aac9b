import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { entry, testSite } from "@pivert/test-site";
import { describe, expect, test } from "vitest";

const paragraphs = (count: number) => Array.from({ length: count }, (_, index) => `Paragraphe ${index}.`).join("\n\n");

describe("the weight of pages", () => {
  test("is what a telephone is sent: the page and its stylesheet, compressed", async () => {
    await using site = testSite({ "pages/asso.md": entry({ title: "Asso" }) });
    const { report } = await site.build();
    const page = report.pages.find(({ path }) => path === "/asso/");
    const html = readFileSync(join(site.out, "site", "asso", "index.html.br"));
    const [, css = ""] = /<link rel="stylesheet" href="\/([^"]+)"/.exec(brotliDecompressSync(html).toString()) ?? [];
    expect(page?.visit).toEqual({
      bytes: html.length + statSync(join(site.out, "site", `${css}.br`)).size,
      requests: 2,
      ecoindex: expect.any(Number),
    });
    expect(page?.visit.ecoindex).toBeGreaterThan(95);
    expect(report.problems.filter(({ code }) => code === "heavy-page")).toEqual([]);
  });

  test("over the budget is a warning that says what to do", async () => {
    await using site = testSite({ "pages/long.md": entry({ title: "Long" }, paragraphs(200)) });
    const { report } = await site.build();
    expect(report.problems.filter(({ code }) => code === "heavy-page")).toMatchObject([
      {
        severity: "warning",
        file: "pages/long.md",
        found: expect.stringMatching(/^\/long\/ : 2\d\d éléments, 150 au plus$/),
        expected: expect.stringContaining("coupez ce texte en plusieurs pages"),
      },
    ]);
  });

  test("is the same after an edit as from nothing", async () => {
    await using site = testSite({
      "pages/a.md": entry({ title: "A" }, paragraphs(200)),
      "pages/b.md": entry({ title: "B" }),
    });
    await site.build();
    site.write("pages/b.md", entry({ title: "B" }, "Un autre texte."));
    site.release();
    const { report: edited } = await site.build();
    const { report: whole } = await site.build({ force: true });
    expect(edited.pages).toEqual(whole.pages);
    expect(edited.problems).toEqual(whole.problems);
  });
});
