import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entry, testSite } from "@pivert/test-site";
import { describe, expect, test } from "vitest";
import { openState } from "./build-state.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

/** Twelve posts on two list pages, a tree of pages, two events, tags, authors and a category. */
const SITE = {
  "site.yaml": `name: Essai
url: https://essai.example
theme: { name: plain }
menu: [{ label: Asso, to: /asso/ }]
collections: { posts: { perPage: 5 } }
legal: { organisation: Essai, address: 1 rue X, email: a@essai.example, director: X, host: { name: H, address: Y } }
`,
  "pages/index.md": entry({ title: "Accueil" }),
  "pages/asso/index.md": entry({ title: "L’asso" }),
  "pages/asso/statuts.md": entry({ title: "Statuts" }),
  "events/2026-12-01-fete.md": entry({ title: "Fête", start: "2026-12-01" }),
  "events/2026-01-01-voeux.md": entry({ title: "Vœux", start: "2026-01-01" }),
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => {
      const day = String(index + 1).padStart(2, "0");
      const tags = index % 2 === 0 ? ["vélo"] : ["fête"];
      return [
        `posts/2026-03-${day}-article-${index + 1}.md`,
        entry({ title: `Article ${index + 1}`, date: `2026-03-${day}`, tags, authors: ["Ana"] }),
      ];
    }),
  ),
};

const build = (site: ReturnType<typeof testSite>) => site.build({ now: NOW });
const sorted = (files: string[]) => [...files].sort();

describe("a change touches its page, the lists that show it, the feed and the sitemap, and no more", () => {
  const post = (fields: Record<string, unknown> = {}, text?: string) =>
    entry({ title: "Article 3", date: "2026-03-03", tags: ["vélo"], authors: ["Ana"], ...fields }, text);
  const own = "actualites/article-3/index.html";
  // Article 3 is the tenth newest: second page of the news, of « vélo » the fifth, of Ana's the tenth.
  const lists = ["actualites/page/2/index.html", "mots-cles/velo/index.html", "auteurs/ana/page/2/index.html"];
  const feeds = ["actualites/rss.xml", "actualites/atom.xml"];

  const cases: {
    change: string;
    edit: (site: ReturnType<typeof testSite>) => void;
    written: string[];
    /** Pages that are rendered again and come out the same. */
    same?: string[];
    removed?: string[];
  }[] = [
    { change: "nothing", edit: () => {}, written: [] },
    {
      change: "the end of a long text, which no list shows",
      edit: (site) => site.write("posts/2026-03-03-article-3.md", post({ summary: "Un texte." }, "Un autre texte.")),
      written: [own],
    },
    {
      change: "the first sentence",
      edit: (site) => site.write("posts/2026-03-03-article-3.md", post({}, "Une autre phrase.")),
      written: [own, ...lists, ...feeds],
    },
    {
      change: "the title",
      edit: (site) => site.write("posts/2026-03-03-article-3.md", post({ title: "Nouveau titre" })),
      written: [own, ...lists, ...feeds],
    },
    {
      change: "the tag",
      edit: (site) => site.write("posts/2026-03-03-article-3.md", post({ tags: ["fête"] })),
      // « vélo » loses it (six become five: one page) and « fête » gains it (six become seven: the second page changes).
      written: [own, "mots-cles/velo/index.html", "mots-cles/fete/page/2/index.html"],
      removed: ["mots-cles/velo/page/2/index.html"],
    },
    {
      change: "the date",
      edit: (site) => site.write("posts/2026-03-03-article-3.md", post({ date: "2026-03-03 18:00" })),
      written: [own, ...lists, ...feeds],
    },
    {
      change: "the menu",
      edit: (site) => site.write("site.yaml", SITE["site.yaml"].replace("label: Asso", "label: L’association")),
      written: ["*.html"],
    },
    {
      change: "a page's title",
      edit: (site) => site.write("pages/asso/index.md", entry({ title: "Qui sommes-nous" })),
      written: ["asso/index.html", "asso/statuts/index.html"],
    },
    {
      change: "an event's place",
      edit: (site) =>
        site.write("events/2026-12-01-fete.md", entry({ title: "Fête", start: "2026-12-01", place: "Ici" })),
      // The plain theme does not show places: what does is rendered again and comes out the same.
      same: ["agenda/fete/index.html", "agenda/index.html", "index.html"],
      written: ["agenda/agenda.ics", "agenda/fete/rendez-vous.ics"],
    },
    {
      change: "a new post",
      edit: (site) =>
        site.write(
          "posts/2026-03-13-article-13.md",
          entry({ title: "Article 13", date: "2026-03-13", tags: ["vélo"], authors: ["Ana"] }),
        ),
      written: [
        "actualites/article-13/index.html",
        "actualites/index.html",
        "actualites/page/2/index.html",
        "actualites/page/3/index.html",
        "auteurs/ana/index.html",
        "auteurs/ana/page/2/index.html",
        "auteurs/ana/page/3/index.html",
        "index.html",
        "mots-cles/velo/index.html",
        "mots-cles/velo/page/2/index.html",
        "sitemap.xml",
        ...feeds,
      ],
    },
    {
      change: "a deleted post",
      edit: (site) => site.remove("posts/2026-03-03-article-3.md"),
      written: [
        "actualites/page/2/index.html",
        "actualites/page/3/index.html",
        "auteurs/ana/page/2/index.html",
        "auteurs/ana/page/3/index.html",
        "mots-cles/velo/index.html",
        "sitemap.xml",
        ...feeds,
      ],
      removed: [own, "mots-cles/velo/page/2/index.html"],
    },
  ];

  for (const { change, edit, written, same = [], removed = [] } of cases) {
    test(change, async () => {
      await using site = testSite(SITE);
      await build(site);
      edit(site);
      const result = await build(site);
      const expected =
        written[0] === "*.html" ? [...site.output().keys()].filter((file) => file.endsWith(".html")) : written;
      expect({ written: sorted(result.written), removed: sorted(result.removed) }).toEqual({
        written: sorted(expected),
        removed: sorted(removed),
      });
      expect(sorted(result.rendered.filter((file) => !result.written.includes(file)))).toEqual(sorted(same));

      // Built from nothing, the same content gives the same bytes.
      await using fresh = testSite(SITE);
      edit(fresh);
      await build(fresh);
      expect(site.output()).toEqual(fresh.output());
    });
  }
});

test("an entry with an error keeps its last good version, and everything else is published", async () => {
  await using site = testSite(SITE);
  await build(site);
  site.write("posts/2026-03-03-article-3.md", "---\ntitle: [\n---\nCassé.\n");
  site.write("pages/asso/statuts.md", entry({ title: "Statuts de 2026" }));
  const { report } = await build(site);
  expect(report.problems.map(({ code, file, line, severity }) => ({ code, file, line, severity }))).toEqual([
    { code: "yaml-syntax", file: "posts/2026-03-03-article-3.md", line: 3, severity: "error" },
  ]);
  expect(site.read("actualites/article-3/index.html")).toContain("Article 3");
  expect(site.read("asso/statuts/index.html")).toContain("Statuts de 2026");
  // The same error is said again by a build that has nothing else to do.
  expect((await build(site)).report.problems).toEqual(report.problems);
});

test("an error in site.yaml publishes nothing", async () => {
  await using site = testSite(SITE);
  await build(site);
  const before = site.output();
  site.write("site.yaml", "name: X\nurl: pas une adresse\ntheme: { name: plain }\n");
  await expect(build(site)).rejects.toThrow(/site\.yaml:2 .*url/);
  expect(site.output()).toEqual(before);
});

test("publishAt and unpublishAt are obeyed as time passes", async () => {
  await using site = testSite({
    "posts/2026-01-01-a.md": entry({ title: "A", date: "2026-01-01", publishAt: "2026-11-23 08:00" }),
    "posts/2026-01-02-b.md": entry({ title: "B", date: "2026-01-02", unpublishAt: "2026-11-24" }),
  });
  const pages = async (instant: string) => {
    await site.build({ now: Date.parse(instant) });
    return [...site.output().keys()].filter((file) => /^actualites\/.\/index\.html$/.test(file));
  };
  expect(await pages("2026-11-22T12:00:00Z")).toEqual(["actualites/b/index.html"]);
  // 08:00 in Paris is 07:00 UTC in winter.
  expect(await pages("2026-11-23T06:59:59Z")).toEqual(["actualites/b/index.html"]);
  expect(await pages("2026-11-23T07:00:00Z")).toEqual(["actualites/a/index.html", "actualites/b/index.html"]);
  expect(await pages("2026-11-23T23:00:00Z")).toEqual(["actualites/a/index.html"]);
});

test("an event moves to the archive when it is over", async () => {
  await using site = testSite({ "events/2026-11-23-fete.md": entry({ title: "Fête", start: "2026-11-23" }) });
  await site.build({ now: Date.parse("2026-11-23T22:59:00Z") });
  expect(site.output().has("agenda/passes/index.html")).toBe(false);
  await site.build({ now: Date.parse("2026-11-23T23:01:00Z") });
  expect(site.read("agenda/passes/index.html")).toContain("Fête");
  expect(site.read("agenda/index.html")).not.toContain("/agenda/fete/");
});

test("a build that was cut off while it wrote is made good by the next", async () => {
  await using site = testSite(SITE);
  await build(site);
  const before = site.output();
  site.release();
  // What a killed process leaves: some files of another content, and a state that says it was writing.
  writeFileSync(join(site.out, "site", "asso", "index.html"), "half a pa");
  rmSync(join(site.out, "site", "feed"), { recursive: true, force: true });
  const state = openState(join(site.out, ".pivert"));
  state.beginWriting();
  state.close();
  await build(site);
  expect(site.output()).toEqual(before);
});

test("a state that cannot be read is made anew", async () => {
  await using site = testSite(SITE);
  await build(site);
  const before = site.output();
  site.release();
  writeFileSync(join(site.out, ".pivert", "state.sqlite"), "this is no database, whatever its name says".repeat(100));
  await build(site);
  expect(site.output()).toEqual(before);
});

test("a folder that holds something else is never written to", async () => {
  await using site = testSite(SITE);
  mkdirSync(site.out, { recursive: true });
  writeFileSync(join(site.out, "precious.txt"), "mine");
  await expect(build(site)).rejects.toThrow(/holds other files \(precious\.txt\)/);
  expect(readdirSync(site.out)).toEqual(["precious.txt"]);
});

test("--force keeps what is published when the content is wrong", async () => {
  await using site = testSite(SITE);
  await build(site);
  const before = site.output();
  site.write("site.yaml", "name: X\n");
  await expect(site.build({ now: NOW, force: true })).rejects.toThrow(/url is missing/);
  expect(site.output()).toEqual(before);
  site.write("site.yaml", SITE["site.yaml"]);
  site.write("posts/2026-03-03-article-3.md", "---\ntitle: [\n---\n");
  await site.build({ now: NOW, force: true });
  expect(site.output()).toEqual(before);
});

test("a file that a cut-off build left behind is swept", async () => {
  await using site = testSite(SITE);
  await build(site);
  const before = site.output();
  site.release();
  mkdirSync(join(site.out, "site", "actualites", "secret"));
  writeFileSync(join(site.out, "site", "actualites", "secret", "index.html"), "left by a killed build");
  const state = openState(join(site.out, ".pivert"));
  state.beginWriting();
  state.close();
  await build(site);
  expect(site.output()).toEqual(before);
});

test("redirects never take the place of what is live, nor stop a site", async () => {
  await using site = testSite({
    "pages/a.md": entry({ title: "A" }, "[doc](media/doc.txt)"),
    "media/doc.txt": "un document",
    "redirects.csv":
      "from,to\n/media/doc.txt,/a/\n/a/,/b/\n/z,/a/\n/robots.txt/,/a/\n/x.html,/a/\n/x.html/y,/a/\n/v/,/a/\n/v,/a/\n/d?e=1,/a/\n",
    "pages/b.md": entry({ title: "B" }, "[lien](/d?e=1)"),
  });
  const { report } = await site.build();
  expect(site.read("media/doc.txt")).toBe("un document");
  expect(report.redirects).toContainEqual({ from: "/z", to: "/a/" });
  const refused = report.problems.filter(({ code }) => code === "bad-redirect").map(({ line }) => line);
  expect(refused).toEqual([2, 3]);
  expect(report.problems.filter(({ code }) => code === "dead-link")).toEqual([]);
});

test("an entry at the address of a list is said, and the list stays", async () => {
  await using site = testSite({
    "events/2026-01-01-passes.md": entry({ title: "Perdu", start: "2026-01-01" }),
    "events/2026-12-01-fete.md": entry({ title: "Fête", start: "2026-12-01" }),
    "pages/agenda.md": entry({ title: "Mon agenda" }),
  });
  const { report } = await site.build({ now: NOW });
  const found = report.problems.filter(({ code }) => code === "duplicate-slug").map(({ file }) => file);
  expect(found.sort()).toEqual(["events/2026-01-01-passes.md", "pages/agenda.md"]);
  expect(site.read("agenda/index.html")).toContain("/agenda/fete/");
});

test("a settings file that is not UTF-8 publishes nothing", async () => {
  await using site = testSite({
    "site.yaml": Buffer.from("name: F\xeate\nurl: https://x.example\ntheme: { name: plain }\n", "latin1"),
  });
  await expect(site.build()).rejects.toThrow(/site\.yaml:1 the file is not UTF-8/);
});
