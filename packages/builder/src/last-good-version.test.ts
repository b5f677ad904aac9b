/** What was published stays published while its file is wrong. */
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { entry, type TestSite, testSite } from "@pivert/test-site";
import { expect, test } from "vitest";

const POST = "posts/2026-01-01-fete.md";
const SITE = {
  [POST]: entry({ title: "Fête", date: "2026-01-01", categories: ["Vélo"] }),
  "taxonomies.yaml": "categories:\n  - name: Sports\n    children: [{ name: Vélo }]\n",
  "redirects.csv": "from,to\n/vieux/,/actualites/fete/\n",
};

test.each<[string, (site: TestSite) => void, string]>([
  ["is bad YAML", (site) => site.write(POST, "---\ntitle: [\n---\n"), "yaml-syntax"],
  ["grows too large", (site) => site.write(POST, `${SITE[POST]}${"x".repeat(1_100_000)}`), "file-too-large"],
  [
    "becomes a link",
    (site) => {
      rmSync(join(site.folder, POST));
      symlinkSync("/etc/hostname", join(site.folder, POST));
    },
    "not-a-file",
  ],
  ["lies beside a folder that differs by a capital", (site) => site.write("Posts/note.txt", "x"), "duplicate-name"],
  ["has wrong categories beside it", (site) => site.write("taxonomies.yaml", "categories: 3\n"), "wrong-type"],
  [
    "has redirects beside it that are not UTF-8",
    (site) => site.write("redirects.csv", Buffer.from("from,to\n/\xe9t\xe9/,/a/\n", "latin1")),
    "not-utf8",
  ],
])("a post whose file %s", async (_what, spoil, code) => {
  await using site = testSite(SITE);
  await site.build();
  const before = site.output();
  expect(before.has("rubriques/sports/index.html")).toBe(true);
  expect(before.has("vieux/index.html")).toBe(true);
  spoil(site);
  const { report } = await site.build();
  expect(report.problems.map((problem) => problem.code)).toContain(code);
  expect(site.output()).toEqual(before);
});

test("takes its place in the lists when the site's paths change meanwhile", async () => {
  await using site = testSite({ ...SITE, "posts/2026-01-02-autre.md": entry({ title: "Autre", date: "2026-01-02" }) });
  await site.build();
  site.write(POST, "---\ntitle: [\n---\n");
  site.write(
    "site.yaml",
    "name: Essai\nurl: https://essai.example\ntheme: { name: plain }\ncollections: { posts: { path: nouvelles } }\n",
  );
  await site.build();
  expect(site.read("nouvelles/fete/index.html")).toContain("Fête");
  expect(site.output().has("actualites/fete/index.html")).toBe(false);
});
