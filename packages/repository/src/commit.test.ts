import { describe, expect, test } from "vitest";
import { blobId } from "./blob-id.ts";
import type { Change } from "./change.ts";
import { commit } from "./commit.ts";
import { readFileAt } from "./read-file-at.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, headOf, save, siteRepository } from "./testing/site-repository.ts";

const SITE = {
  "site.yaml": "name: Les Roues libres\n",
  "pages/index.md": "Bonjour\n",
  "pages/asso/statuts.md": "L’été à Oléron\n",
  "media/Affiche.jpg": Buffer.from([0xff, 0xd8, 0, 10, 13]),
  "redirects.csv": "from,to\n/a,/b\n",
};

const files = (repository: string) =>
  git(repository, ["-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main"]).split("\n");
const show = (repository: string, path: string) => git(repository, ["show", `main:${path}`]);
const change = (repository: string, ...changes: Change[]) =>
  commit({ repository, changes, author: ADA, message: "Change" });

describe("makes", () => {
  test("the commit that git would make", async () => {
    const repository = await siteRepository(SITE);
    const parent = await headOf(repository);
    const content = "---\ntitle: Vélo\n---\n";
    const date = new Date("2026-03-14T10:20:30Z");
    const options = {
      repository,
      author: { name: "Zoé Élan", email: "zoe@example.org" },
      message: "Ajoute une page",
      date,
    };
    const { revision, oids } = await commit({ ...options, changes: [{ path: "pages/vélo.md", content }] });
    expect(oids).toEqual({ "pages/vélo.md": git(repository, ["hash-object", "--stdin"], content) });
    const tree = git(repository, ["rev-parse", `${revision}^{tree}`]);
    git(repository, ["read-tree", parent]);
    git(repository, ["update-index", "--add", "--cacheinfo", `100644,${oids["pages/vélo.md"]},pages/vélo.md`]);
    expect(tree).toBe(git(repository, ["write-tree"]));
    const show = "--format=%an|%ae|%cn|%ce|%at|%ct|%P|%B";
    expect(git(repository, ["log", "-1", show])).toBe(
      `Zoé Élan|zoe@example.org|Zoé Élan|zoe@example.org|1773483630|1773483630|${parent}|Ajoute une page`,
    );
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("one commit of many changes", async () => {
    const repository = await siteRepository(SITE);
    await change(
      repository,
      { path: "pages/index.md", content: "Salut\n" },
      { path: "pages/asso/statuts.md", delete: true },
      { path: "media/affiche-2026.jpg", movedFrom: "media/Affiche.jpg" },
      { path: "a/b/c/d.md", content: Buffer.from("d") },
      { path: "redirects.csv", addLine: "/c,/d" },
      { path: "redirects.csv", addLine: "/e,/f" },
      { path: "redirects.csv", addLine: "/a,/b" },
    );
    expect(files(repository)).toEqual([
      "a/b/c/d.md",
      "media/affiche-2026.jpg",
      "pages/index.md",
      "redirects.csv",
      "site.yaml",
    ]);
    expect(show(repository, "redirects.csv")).toBe("from,to\n/a,/b\n/c,/d\n/e,/f");
    expect(git(repository, ["rev-list", "--count", "main"])).toBe("2");
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("no commit of what is so already", async () => {
    const repository = await siteRepository(SITE);
    const before = await headOf(repository);
    for (const same of [
      { path: "pages/index.md", content: "Bonjour\n" },
      { path: "pages/none.md", delete: true } as const,
      { path: "redirects.csv", addLine: "/a,/b" },
      { path: "pages/index.md", movedFrom: "pages/index.md" },
    ])
      expect((await change(repository, same)).revision).toBe(before);
    expect(await headOf(repository)).toBe(before);
  });

  test("a tree without files, and files again", async () => {
    const repository = await siteRepository({ "a/b.md": "b" });
    await change(repository, { path: "a/b.md", delete: true });
    expect(files(repository)).toEqual([""]);
    await change(repository, { path: "a", content: "a" });
    expect(files(repository)).toEqual(["a"]);
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("a file of what was a folder, and the reverse", async () => {
    const repository = await siteRepository({ "a/b.md": "b", "c.md": "c" });
    await change(repository, { path: "a", content: "a" }, { path: "a/b.md", delete: true });
    await change(repository, { path: "c.md/d.md", movedFrom: "c.md" });
    expect(files(repository)).toEqual(["a", "c.md/d.md"]);
  });

  test("a rename that changes only case", async () => {
    const repository = await siteRepository(SITE);
    await change(repository, { path: "media/affiche.jpg", movedFrom: "media/Affiche.jpg" });
    await change(
      repository,
      { path: "Pages/index.md", movedFrom: "pages/index.md" },
      { path: "pages/asso/statuts.md", delete: true },
    );
    expect(files(repository)).toEqual(["Pages/index.md", "media/affiche.jpg", "redirects.csv", "site.yaml"]);
  });

  test("commits on a packed repository, after a repack", async () => {
    const repository = await siteRepository(SITE);
    await save(repository, "a.md", "a\n");
    git(repository, ["gc", "--quiet"]);
    const packed = await headOf(repository);
    const { revision } = await save(repository, "b.md", "b\n");
    expect(git(repository, ["rev-parse", `${revision}~1`])).toBe(packed);
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("names and messages that cannot be taken for more", async () => {
    const repository = await siteRepository(SITE);
    const author = { name: "A <x@y>\nparent 0123\r\n", email: "a@b>\0 c" };
    const message = "Titre\0\u001b[31m\r\n\r\nCorps  \r\n\r\n";
    await commit({ repository, changes: [{ path: "a.md", content: "a" }], author, message });
    expect(git(repository, ["log", "-1", "--format=%an|%ae|%B"])).toBe("A  x@y parent 0123|a@b  c|Titre[31m\n\nCorps");
    await commit({
      repository,
      changes: [{ path: "a.md", content: "b" }],
      author: { name: " ", email: "<>" },
      message: " \n",
    });
    expect(git(repository, ["log", "-1", "--format=%an|%ae|%B"])).toBe("?|?|Sans titre");
    git(repository, ["fsck", "--full", "--strict"]);
  });
});

describe("finds a conflict when", () => {
  const statuts = "pages/asso/statuts.md";
  const oid = blobId(Buffer.from(SITE[statuts]));
  const changes = [{ path: statuts, content: "Le mien\n" }];

  test("another person changed the file", async () => {
    const repository = await siteRepository(SITE);
    await save(repository, statuts, "Le sien\n", BOB);
    const before = await headOf(repository);
    const saving = commit({ repository, changes, expected: { [statuts]: oid }, author: ADA, message: "Le mien" });
    await expect(saving).rejects.toMatchObject({
      code: "conflict",
      path: statuts,
      theirs: {
        oid: blobId(Buffer.from("Le sien\n")),
        author: "Bob",
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        message: `Enregistre ${statuts}`,
        content: "Le sien\n",
      },
    });
    expect(await headOf(repository)).toBe(before);
    expect(git(repository, ["count-objects"])).toMatch(/^5 objects/);
  });

  test("another person removed it", async () => {
    const repository = await siteRepository(SITE);
    await commit({ repository, changes: [{ path: statuts, delete: true }], author: BOB, message: "Retire" });
    const saving = commit({ repository, changes, expected: { [statuts]: oid }, author: ADA, message: "Le mien" });
    await expect(saving).rejects.toMatchObject({ theirs: { oid: null, author: "Bob", message: "Retire" } });
  });

  test("another person made the file that was to be new", async () => {
    const repository = await siteRepository(SITE);
    const saving = commit({ repository, changes, expected: { [statuts]: null }, author: ADA, message: "Le mien" });
    await expect(saving).rejects.toMatchObject({ code: "conflict", theirs: { oid, author: ADA.name } });
  });

  test("another person moved the file that was to move", async () => {
    const repository = await siteRepository(SITE);
    const move = (path: string) => ({
      repository,
      changes: [{ path, movedFrom: statuts }],
      expected: { [statuts]: oid },
    });
    await commit({ ...move("pages/a.md"), author: BOB, message: "Range" });
    const saving = commit({ ...move("pages/b.md"), author: ADA, message: "Range" });
    await expect(saving).rejects.toMatchObject({ code: "conflict", path: statuts, theirs: { author: "Bob" } });
  });

  test("a name looks like options or patterns of git", async () => {
    const repository = await siteRepository({ "a.md": "a", "[a].md": "b" });
    await save(repository, "a.md", "c", BOB);
    const saving = commit({
      repository,
      changes: [{ path: "[a].md", content: "d" }],
      expected: { "[a].md": null },
      author: ADA,
      message: "x",
    });
    await expect(saving).rejects.toMatchObject({ theirs: { author: ADA.name } });
  });

  test("but not when the same save is sent again", async () => {
    const repository = await siteRepository(SITE);
    const moved = { path: "pages/statuts.md", movedFrom: statuts, content: "Le mien\n" };
    for (const again of [changes, [moved]]) {
      const expected = { [statuts]: (await readFileAt(repository, await headOf(repository), statuts))?.oid ?? null };
      const options = { repository, changes: again, expected, author: ADA, message: "Le mien" };
      expect(await commit(options)).toEqual(await commit(options));
    }
    expect(git(repository, ["rev-list", "--count", "main"])).toBe("3");
  });
});

const HOSTILE = [
  "",
  "/",
  "/etc/passwd",
  "../a.md",
  "pages/../../a.md",
  "pages/./a.md",
  "pages//a.md",
  "pages/",
  ".git/config",
  ".GIT/config",
  "pages/.git/hooks/x",
  ".g\u200cit/config",
  "git~1/config",
  ".gitmodules",
  ".gitattributes",
  ".htaccess",
  "..\\a.md",
  "C:\\a.md",
  "C:a.md",
  "a.md::$DATA",
  "con",
  "pages/NUL.md",
  "a.md.",
  "a.md ",
  " a.md",
  "-rf",
  "a\0.md",
  "a\n.md",
  "a\x1b[31m.md",
  "a\u202egpj.exe",
  "e\u0301.md",
  "a\ud800.md",
  "a*.md",
  'a".md',
  "a|b.md",
  `${"a".repeat(201)}.md`,
  `${"a/".repeat(13)}b.md`,
  "pages/a.md~",
  "Thumbs.db",
  "#a.md#",
];

describe("refuses", () => {
  test("hostile paths, wherever they stand", async () => {
    const repository = await siteRepository(SITE);
    const before = git(repository, ["count-objects", "-v"]);
    for (const path of HOSTILE)
      for (const hostile of [
        { path, content: "x" },
        { path, delete: true } as const,
        { path, movedFrom: "pages/index.md" },
        { path: "pages/a.md", movedFrom: path, content: "x" },
        { path, addLine: "x" },
      ])
        await expect(change(repository, { path: "ok.md", content: "x" }, hostile), path).rejects.toMatchObject({
          code: "refused",
          problems: [{ code: "hostile-path", editor: expect.stringContaining("pas permis") }],
        });
    expect(git(repository, ["count-objects", "-v"])).toBe(before);
  });

  test.each<[string, Change[], string]>([
    ["a name that differs by case", [{ path: "pages/Index.md", content: "x" }], "duplicate-name pages/Index.md"],
    ["a folder that differs by case", [{ path: "Pages/a.md", content: "x" }], "duplicate-name Pages"],
    [
      "two new names that differ by case",
      [
        { path: "x/a.md", content: "1" },
        { path: "x/A.md", content: "2" },
      ],
      "duplicate-name x/a.md",
    ],
    [
      "two new folders that do",
      [
        { path: "x/a.md", content: "1" },
        { path: "X/b.md", content: "2" },
      ],
      "duplicate-name x",
    ],
    ["a file in the place of a folder", [{ path: "pages", content: "x" }], "duplicate-name pages"],
    ["a folder in the place of a file", [{ path: "site.yaml/a.md", content: "x" }], "duplicate-name site.yaml/a.md"],
    [
      "one path twice",
      [
        { path: "a.md", content: "1" },
        { path: "a.md", delete: true },
      ],
      "duplicate-name a.md",
    ],
    ["a move onto another file", [{ path: "pages/index.md", movedFrom: "site.yaml" }], "duplicate-name site.yaml"],
    ["a long text", [{ path: "a.md", content: "é".repeat(2 ** 19 + 1) }], "file-too-large a.md"],
    ["a huge file", [{ path: "media/a.mp4", content: Buffer.alloc(100 * 2 ** 20 + 1) }], "file-too-large media/a.mp4"],
    ["two lines for one", [{ path: "redirects.csv", addLine: "/a,/b\n/c,/d" }], "wrong-type redirects.csv"],
  ])("%s", async (_what, changes, problem) => {
    const repository = await siteRepository(SITE);
    const before = await headOf(repository);
    const error = await change(repository, ...changes).catch((cause) => cause);
    expect(error).toMatchObject({ code: "refused" });
    expect(error.problems.map(({ code, file }: { code: string; file: string }) => `${code} ${file}`)).toContain(
      problem,
    );
    expect(await headOf(repository)).toBe(before);
  });

  test("a text that grows too long line by line", async () => {
    const repository = await siteRepository({ "redirects.csv": `${"x".repeat(2 ** 20 - 3)}\n` });
    const adding = change(repository, { path: "redirects.csv", addLine: "/a,/b" });
    await expect(adding).rejects.toMatchObject({ problems: [{ code: "file-too-large" }] });
  });

  test.each([
    ["unknown-file", "main", { path: "b.md", movedFrom: "none.md" }],
    ["unknown-revision", "none", { path: "b.md", content: "b" }],
    ["unknown-revision", "../main", { path: "b.md", content: "b" }],
    ["unknown-revision", "-x", { path: "b.md", content: "b" }],
    ["unknown-revision", "a.lock", { path: "b.md", content: "b" }],
  ])("%s (branch %s)", async (code, branch, what) => {
    const repository = await siteRepository(SITE);
    const saving = commit({ repository, branch, changes: [what as Change], author: ADA, message: "x" });
    await expect(saving).rejects.toMatchObject({ code });
  });
});
