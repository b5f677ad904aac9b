/** An output folder that has seen other days: whatever an earlier build left there, a build gives what one from nothing gives. */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entry, type TestSite, testSite } from "@pivert/test-site";
import { describe, expect, test } from "vitest";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"/>';
const page = (text: string) => entry({ title: "Page" }, text);
const link = (file: string) => page(`[le fichier](/${file})`);

type Files = Record<string, string>;

/** Builds the first files, then the second ones in their place: the output is that of the second ones alone. */
async function expectSameAsFresh(first: Files, second: Files, between: (site: TestSite) => void = () => {}) {
  await using site = testSite(first);
  await site.build();
  site.release();
  between(site);
  for (const file of Object.keys(first)) if (!(file in second)) remove(site, file);
  for (const [file, content] of Object.entries(second)) site.write(file, content);
  const { report } = await site.build();
  await using fresh = testSite(second);
  const expected = await fresh.build();
  expect(site.output()).toEqual(fresh.output());
  expect(report.problems).toEqual(expected.report.problems);
}

/** Removes a file and the folders that it leaves empty. */
function remove(site: TestSite, file: string) {
  site.remove(file);
  const folder = join(site.folder, file, "..");
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

describe("what a page shows changes while its words stay", () => {
  test.each<[string, Files, string, string]>([
    ["an alternative text", { "media/a.svg": SVG }, "![](/media/a.svg)", "![Une fête](/media/a.svg)"],
    [
      "a sound",
      { "media/s.mp3": "s", "media/t.mp3": "t" },
      '::audio{src="media/s.mp3" title="S"}',
      '::audio{src="media/t.mp3" title="S"}',
    ],
    [
      "the order of images",
      { "media/a.svg": SVG, "media/b.svg": SVG.replace("8", "9") },
      "![x](/media/a.svg)\n\n![x](/media/b.svg)\n\n![x](/media/a.svg)",
      "![x](/media/a.svg)\n\n![x](/media/b.svg)\n\n![x](/media/b.svg)",
    ],
    ["the title of a form", {}, '::contact{title="A"}', '::contact{title="B"}'],
  ])("%s", async (_what, media, before, after) => {
    const settings = { "site.yaml": `${SITE}contact: { email: bureau@essai.example }\n`, ...media };
    await expectSameAsFresh({ ...settings, "pages/a.md": page(before) }, { ...settings, "pages/a.md": page(after) });
  });
});

const SITE = "name: Essai\nurl: https://essai.example\ntheme: { name: plain }\n";

describe("a path turns", () => {
  const file: Files = { "pages/a.md": link("media/statuts"), "media/statuts": "x" };
  const folder: Files = { "pages/a.md": link("media/statuts/2026.pdf"), "media/statuts/2026.pdf": "y" };
  const redirects = (from: string): Files => ({ "pages/a.md": page("a"), "redirects.csv": `from,to\n${from},/a/\n` });

  test.each<[string, Files, Files]>([
    ["from file to folder", file, folder],
    ["from folder to file", folder, file],
    ["from page to folder, for redirects", redirects("/x.html"), redirects("/x.html/y")],
    ["and back", redirects("/x.html/y"), redirects("/x.html")],
    [
      "from a compressed file of ours to one of the site's own",
      { "pages/a.md": link("media/z.csv"), "media/z.csv": "a,b\n" },
      {
        "pages/a.md": page("[z](/media/z.csv) [gz](/media/z.csv.gz)"),
        "media/z.csv": "a,b\n",
        "media/z.csv.gz": "son gz",
      },
    ],
    [
      "and back to one of ours",
      {
        "pages/a.md": page("[z](/media/z.csv) [gz](/media/z.csv.gz)"),
        "media/z.csv": "a,b\n",
        "media/z.csv.gz": "son gz",
      },
      { "pages/a.md": link("media/z.csv"), "media/z.csv": "a,b\n" },
    ],
    [
      "from two downloads to one",
      {
        "pages/a.md": page("[z](/media/z.csv) [gz](/media/z.csv.gz)"),
        "media/z.csv": "a,b\n",
        "media/z.csv.gz": "son gz",
      },
      { "pages/a.md": link("media/z.csv.gz"), "media/z.csv.gz": "son gz" },
    ],
  ])("%s", async (_what, first, second) => {
    await expectSameAsFresh(first, second);
    if ("media/z.csv.gz" in second) {
      await using site = testSite(second);
      await site.build();
      expect(site.read("media/z.csv.gz")).toBe("son gz");
    }
  });
});

describe("an output folder", () => {
  const two: Files = { "pages/a.md": page("a"), "pages/b.md": page("b") };
  const one: Files = { "pages/a.md": page("a") };

  test("whose state is lost holds no page of before", async () => {
    await expectSameAsFresh(two, one, (site) => rmSync(join(site.out, ".pivert/state.sqlite")));
    await expectSameAsFresh(two, one, (site) =>
      writeFileSync(join(site.out, ".pivert/state.sqlite"), "garbage".repeat(99)),
    );
  });

  test("whose pages were removed gets them again", async () => {
    await expectSameAsFresh(two, two, (site) => rmSync(join(site.out, "site"), { recursive: true }));
  });

  test.each(["cut short", "missing"])("whose report is %s gets one again", async (how) => {
    await using site = testSite(two);
    await site.build();
    if (how === "missing") rmSync(join(site.out, "build.json"));
    else writeFileSync(join(site.out, "build.json"), '{"site":');
    const { report, written } = await site.build();
    expect(report.pages.map(({ path }) => path)).toContain("/b/");
    expect(written).toEqual([]);
  });

  test("that is given to another site of the same name holds nothing of the first", async () => {
    await using first = testSite({ ...two, "pages/contact.md": page("chez le premier") });
    await using second = testSite({ ...one, "pages/contact.md": "---\ntitle: [\n---\n" });
    await first.build();
    first.release();
    const { report } = await second.build({ out: first.out });
    expect(report.problems.map(({ code }) => code)).toContain("yaml-syntax");
    expect(existsSync(join(first.out, "site/contact/index.html"))).toBe(false);
    expect(existsSync(join(first.out, "site/b/index.html"))).toBe(false);
    second.release();
  });
});
