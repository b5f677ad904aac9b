import { chmodSync, chownSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readFolder } from "./read-folder.ts";
import { readRevision } from "./read-revision.ts";
import type { Revision } from "./revision.ts";
import { commitTree, git, type RawEntry, temporaryRepository, writeBlob, writeTree } from "./testing/git-repository.ts";
import { temporaryFolder, writeIn } from "./testing/temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

const SITE = {
  "site.yaml": "name: Les Roues libres\n",
  "pages/index.md": "Bonjour\n",
  "pages/asso/statuts.md": "L’été à Oléron\r\n",
  "posts/2026-03-14-bourse-aux-vélos.md": "Venez !\n",
  "media/affiche.jpg": Buffer.from([0xff, 0xd8, 0, 10, 13]),
  "media/vide.txt": "",
  ".gitignore": "*.log\n",
};

const paths = ({ files }: Revision) => files.map(({ path }) => path);
const problems = (revision: Revision) => revision.problems.map(({ code, file, found }) => [code, file, found]);
const facts = ({ files }: Revision) => files.map(({ path, oid, size }) => ({ path, oid, size }));

describe("opens", () => {
  test("the same files as the folder, whatever the folder became", async () => {
    const repository = temporaryRepository(SITE);
    const folder = await readFolder(repository);
    writeIn(repository, "pages/index.md", "changed");
    rmSync(join(repository, "media"), { recursive: true });
    const revision = await readRevision(repository, "HEAD");
    expect(facts(revision)).toEqual(facts(folder));
    expect(revision.problems).toEqual([]);
    const bytes = await revision.read(revision.files);
    for (const [index, { path }] of revision.files.entries())
      expect(bytes[index]).toEqual(Buffer.from(SITE[path as keyof typeof SITE] as string));
    await revision.close();
  });

  test.each<[string, (repository: string) => string]>([
    ["a bare repository", (repository) => git(repository, ["clone", "--quiet", "--bare", ".", "bare"]) || "bare"],
    ["a packed repository", (repository) => git(repository, ["gc", "--quiet"]) || "."],
    ["a linked work tree", (repository) => git(repository, ["worktree", "add", "--quiet", "linked"]) || "linked"],
    [
      "a clone that shares objects",
      (repository) => git(repository, ["clone", "--quiet", "--shared", ".", "shared"]) || "shared",
    ],
  ])("%s", async (_what, prepare) => {
    const repository = temporaryRepository(SITE);
    const revision = await readRevision(join(repository, prepare(repository)), "HEAD");
    expect(revision.id).toBe(git(repository, ["rev-parse", "HEAD"]));
    expect(paths(revision)).toHaveLength(6);
    expect(await revision.read(revision.files.slice(0, 1))).toEqual([Buffer.from(SITE["media/affiche.jpg"])]);
    await revision.close();
  });

  test("whatever names a commit", async () => {
    const repository = temporaryRepository({ "a.md": "a" });
    git(repository, ["tag", "-a", "v1", "-m", "One"]);
    git(repository, ["branch", "cms/posts/été"]);
    const id = git(repository, ["rev-parse", "HEAD"]);
    const names = ["HEAD", "main", "refs/heads/main", "v1", "v1^{}", "cms/posts/été", "main~0", id, id.slice(0, 10)];
    for (const name of names) expect((await readRevision(repository, name)).id, name).toBe(id);
  });

  test("an earlier commit", async () => {
    const repository = temporaryRepository({ "a.md": "one" });
    writeIn(repository, "a.md", "two");
    git(repository, ["commit", "--quiet", "--all", "--message", "Second"]);
    const revision = await readRevision(repository, "HEAD~1");
    expect(String(await revision.read(revision.files))).toBe("one");
    await revision.close();
  });

  test("a commit without files", async () => {
    const revision = await readRevision(temporaryRepository(), "HEAD");
    expect([revision.files, revision.problems, await revision.read([])]).toEqual([[], [], []]);
    await revision.close();
  });

  test("only one folder of it", async () => {
    const repository = temporaryRepository({
      "sites/roues/pages/a.md": "a",
      "sites/[a]/pages/a.md": "b",
      "sites/a/c.md": "c",
    });
    for (const [under, content] of Object.entries({ "sites/roues": "a", "sites/roues/": "a", "sites/[a]": "b" })) {
      const revision = await readRevision(repository, "HEAD", { under });
      expect(paths(revision), under).toEqual(["pages/a.md"]);
      expect(String(await revision.read(revision.files)), under).toBe(content);
      await revision.close();
    }
  });

  test.skipIf(process.getuid?.() !== 0)("a repository of another user", async () => {
    const repository = temporaryRepository(SITE);
    for (const path of ["", ".git", ...readdirSync(join(repository, ".git")).map((name) => `.git/${name}`)])
      chownSync(join(repository, path), 1234, 1234);
    expect(() => git(repository, ["log"])).toThrow("dubious ownership");
    expect(paths(await readRevision(repository, "HEAD"))).toHaveLength(6);
  });
});

describe("refuses", () => {
  test("a revision that names no commit, or would be something else to git", async () => {
    const repository = temporaryRepository({ "a.md": "a" });
    const names = ["", " ", "nope", "HEAD~5", "0", "0".repeat(40), "refs/heads", "../main", "x".repeat(5000), "@{-1}"];
    const notCommits = ["HEAD:a.md", "HEAD^{tree}", "^HEAD", "HEAD..HEAD", "HEAD^@", "HEAD\nHEAD", "HEAD\0", "$(id)"];
    const options = ["-x", "--help", "--all", "--git-dir=/etc", "--output=canary", "--stdin", "--end-of-options"];
    for (const name of [...names, ...notCommits, ...options]) {
      const opened = readRevision(repository, name);
      await expect(opened, name).rejects.toMatchObject({ name: "RepositoryError", code: "unknown-revision" });
      await expect(opened, name).rejects.toThrow("Give the id of a commit, a branch or a tag");
    }
  });

  test("an unborn branch", async () => {
    const repository = temporaryFolder();
    git(repository, ["init", "--quiet"]);
    await expect(readRevision(repository, "HEAD")).rejects.toMatchObject({ code: "unknown-revision" });
  });

  test("what is no folder of the commit", async () => {
    const repository = temporaryRepository({ "a.md": "a", "pages/b.md": "b" });
    git(repository, ["update-index", "--add", "--cacheinfo", `120000,${writeBlob(repository, "pages")},link`]);
    git(repository, ["commit", "--quiet", "--message", "A link"]);
    const names = ["", ".", "..", "../x", "/etc", "nope", "a.md", "link", "pages/..", "pages\n"];
    for (const under of [...names, "-x", "*", ":(glob)*", ":/", "HEAD:pages"])
      await expect(readRevision(repository, "HEAD", { under }), under).rejects.toMatchObject({
        code: "unknown-folder",
      });
  });

  test("a folder that is no repository, even inside one", async () => {
    const repository = temporaryRepository({ "sites/x/a.md": "a" });
    for (const folder of ["sites/x", "sites/x/a.md", "nope"]) {
      const opened = readRevision(join(repository, folder), "HEAD");
      await expect(opened).rejects.toMatchObject({ code: "no-repository" });
      await expect(opened).rejects.toThrow(join(repository, folder));
    }
  });

  test("what only looks like a repository", async () => {
    const folder = temporaryFolder({ HEAD: "nonsense", "objects/x": "" });
    await expect(readRevision(folder, "HEAD")).rejects.toMatchObject({ code: "git-failed" });
  });

  test("a repository with SHA-256 ids", async () => {
    const repository = temporaryFolder();
    git(repository, ["init", "--quiet", "--object-format=sha256"]);
    git(repository, ["commit", "--quiet", "--allow-empty", "-m", "First"]);
    await expect(readRevision(repository, "HEAD")).rejects.toThrow("uses SHA-256");
  });
});

describe("leaves out", () => {
  const FILE = "100644";
  const FOLDER = "40000";
  const hostile = (name: string | Buffer, mode = FILE) => ({ name, mode });
  const latin1 = (name: string) => Buffer.from(name, "latin1");

  const trees: [{ name: string | Buffer; mode: string }, (string | undefined)[]][] = [
    [hostile(".."), ["hostile-path", "..", ".."]],
    [hostile("..", FOLDER), ["hostile-path", "..", ".."]],
    [hostile("."), ["hostile-path", ".", "."]],
    [hostile("../evil.md"), ["hostile-path", "..", ".."]],
    [hostile("a/../../evil.md"), ["hostile-path", "a/..", ".."]],
    [hostile("/etc/passwd"), ["hostile-path", "/etc", "etc"]],
    [hostile("a//b.md"), ["hostile-path", "a/", "a/"]],
    [hostile(".git", FOLDER), ["hostile-path", ".git", ".git"]],
    [hostile(".GIT"), ["hostile-path", ".GIT", ".GIT"]],
    [hostile(".Git", FOLDER), ["hostile-path", ".Git", ".Git"]],
    [hostile("git~1"), ["hostile-path", "git~1", "git~1"]],
    [hostile("a\nb.md"), ["hostile-path", "a b.md", "a b.md"]],
    [hostile("a\tb.md"), ["hostile-path", "a b.md", "a b.md"]],
    [hostile("\x1b[2Ja.md"), ["hostile-path", "[2Ja.md", "[2Ja.md"]],
    [hostile("a\u202egpj.md"), ["hostile-path", "a gpj.md", "a gpj.md"]],
    [hostile("C:\\a.md"), ["hostile-path", "C:\\a.md", "C:\\a.md"]],
    [hostile("a.md."), ["hostile-path", "a.md.", "a.md."]],
    [hostile("e\u0301.md"), ["hostile-path", "e\u0301.md", "e\u0301.md"]],
    [hostile("-rf"), ["hostile-path", "-rf", "-rf"]],
    [hostile("nul", FOLDER), ["hostile-path", "nul", "nul"]],
    [hostile("x".repeat(300)), ["hostile-path", "x".repeat(300), `${"x".repeat(119)}…`]],
    [hostile(latin1("caf\xe9.md")), ["hostile-path", "caf\ufffd.md", "caf\\xe9.md"]],
    [
      hostile(latin1("\xc0\xae\xc0\xae"), FOLDER),
      ["hostile-path", "\ufffd\ufffd\ufffd\ufffd/x.md", "\\xc0\\xae\\xc0\\xae/x.md"],
    ],
    [hostile("link.md", "120000"), ["not-a-file", "link.md", "a symbolic link"]],
    [hostile("module", "160000"), ["not-a-file", "module", "a submodule"]],
    [hostile("site.yaml"), ["duplicate-name", "site.yaml", undefined]],
    [hostile("Site.YAML"), ["duplicate-name", "Site.YAML", undefined]],
    [hostile("site.yaml", FOLDER), ["duplicate-name", "site.yaml", undefined]],
  ];
  test("whatever a tree made by hand may hold", async () => {
    const repository = temporaryRepository({ "x.md": "x" });
    const [commit = "", folder = "", file = ""] = git(repository, [
      "rev-parse",
      "HEAD",
      "HEAD^{tree}",
      "HEAD:x.md",
    ]).split("\n");
    const oids: Record<string, string> = { [FOLDER]: folder, "160000": commit };
    const innocent = ["a.md", "site.yaml", "z.md"].map((name): RawEntry => ({ mode: FILE, name, oid: file }));
    for (const [{ mode, name }, problem] of trees) {
      const tree = writeTree(repository, [...innocent, { mode, name, oid: oids[mode] ?? file }]);
      const revision = await readRevision(repository, commitTree(repository, tree));
      expect(problems(revision), String(name)).toEqual([problem]);
      const kept = paths(revision).map((path) => path.toLowerCase());
      expect(kept.sort(), String(name)).toEqual(["a.md", "site.yaml", "z.md"]);
    }
  }, 15_000);

  test("what git itself lets in", async () => {
    const repository = temporaryRepository({ "a.md": "a", "bin/run.md": "x" });
    chmodSync(join(repository, "bin/run.md"), 0o755);
    const oid = writeBlob(repository, "b");
    const stage = (entry: string) => git(repository, ["update-index", "--add", "--cacheinfo", entry]);
    stage(`120000,${oid},link.md`);
    stage(`160000,${git(repository, ["rev-parse", "HEAD"])},module`);
    stage(`100644,${oid},A.md`);
    stage(`100644,${oid},con.md`);
    git(repository, ["add", "bin"]);
    git(repository, ["commit", "--quiet", "--message", "Second"]);
    const revision = await readRevision(repository, "HEAD");
    expect(paths(revision)).toEqual(["a.md", "bin/run.md"]);
    expect(problems(revision)).toEqual([
      ["duplicate-name", "A.md", undefined],
      ["hostile-path", "con.md", "con.md"],
      ["not-a-file", "link.md", "a symbolic link"],
      ["not-a-file", "module", "a submodule"],
    ]);
  });

  test("what the folder leaves out, with the same problems", async () => {
    const deep = "1/2/3/4/5/6/7/8/9/10/11/12/13/a.md";
    const site = { "a.md": "a", "A.md": "A", "aux.md": "", [deep]: "", "b:c/d.md": "", "b.md~": "", ".x/y.md": "" };
    const repository = temporaryRepository({ ...site, "big.md": "x".repeat(1024 * 1024 + 1) });
    const [folder, revision] = [await readFolder(repository), await readRevision(repository, "HEAD")];
    expect(facts(revision)).toEqual(facts(folder));
    expect(problems(revision)).toHaveLength(5);
    expect(problems(revision)).toEqual(problems(folder));
  });
});

test("a tree that repeats itself without end is refused in bounded time and memory", async () => {
  const repository = temporaryRepository({ "a.md": "a" });
  let tree = git(repository, ["rev-parse", "HEAD^{tree}"]);
  for (let level = 0; level < 9; level++)
    tree = writeTree(
      repository,
      Array.from("abcdefghij", (letter) => ({ mode: "40000", name: letter.repeat(50), oid: tree })),
    );
  await expect(readRevision(repository, commitTree(repository, tree))).rejects.toMatchObject({
    code: "too-many-files",
  });
});

test("a replaced object is read as it was", async () => {
  const repository = temporaryRepository({ "a.md": "true" });
  git(repository, ["replace", git(repository, ["rev-parse", "HEAD:a.md"]), writeBlob(repository, "fake")]);
  const revision = await readRevision(repository, "HEAD");
  expect(String(await revision.read(revision.files))).toBe("true");
  await revision.close();
});

/** A `git` that notes each command it is given before it runs it, or what `instead` says. */
function stubGit(instead = ""): () => string[] {
  const folder = temporaryFolder();
  const path = process.env.PATH ?? "";
  const real = path
    .split(":")
    .map((bin) => join(bin, "git"))
    .find((program) => {
      try {
        return readFileSync(program).length > 0;
      } catch {
        return false;
      }
    });
  writeIn(folder, "bin/git", `#!/bin/sh\necho "$*" >> '${folder}/commands'\n${instead}\nexec '${real}' "$@"\n`);
  chmodSync(join(folder, "bin/git"), 0o755);
  writeIn(folder, "commands", "");
  vi.stubEnv("PATH", `${join(folder, "bin")}:${path}`);
  return () =>
    readFileSync(join(folder, "commands"), "utf8")
      .split("\n")
      .flatMap((line) => /--git-dir=\S+ (\S+)/.exec(line)?.[1] ?? []);
}

describe("reads", () => {
  test("2,000 files with one process, which nothing starts before it is needed", async () => {
    const article = (index: number) => `Article ${index}\n`.repeat(index % 50);
    const indexes = Array.from({ length: 2000 }, (_, index) => index);
    const files = Object.fromEntries(indexes.map((index) => [`posts/${index % 40}/${index}.md`, article(index)]));
    const repository = temporaryRepository();
    const blobs = Object.entries(files).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`,
    );
    const header = "commit refs/heads/main\ncommitter Ada <ada@example.org> 0 +0000\ndata 0\n\n";
    git(repository, ["fast-import", "--quiet", "--force"], header + blobs.join(""));
    const commands = stubGit();
    const revision = await readRevision(repository, "HEAD");
    expect(commands()).toEqual(["rev-parse", "ls-tree"]);
    const half = revision.files.length / 2;
    const bytes = await Promise.all([
      revision.read(revision.files.slice(0, half)),
      revision.read(revision.files.slice(half)),
    ]);
    await revision.close();
    expect(
      Object.fromEntries(bytes.flat().map((content, index) => [revision.files[index]?.path, String(content)])),
    ).toEqual(files);
    expect(commands()).toEqual(["rev-parse", "ls-tree", "cat-file"]);
  });

  test("large files among small ones, and more questions than a pipe holds", async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, "0123456789abcdef\n");
    const repository = temporaryRepository({ "a.md": "a", "media/film.bin": large, "z.md": "z" });
    git(repository, ["gc", "--quiet"]);
    const revision = await readRevision(repository, "HEAD");
    const [a, film, z] = await revision.read(revision.files);
    expect([String(a), film?.equals(large), String(z)]).toEqual(["a", true, "z"]);
    const many = Array.from({ length: 20_000 }, () => revision.files.filter(({ path }) => path === "a.md")).flat();
    expect(Buffer.concat(await revision.read(many)).equals(Buffer.alloc(20_000, "a"))).toBe(true);
    await revision.close();
  });

  test("answers what was asked before it closes, and nothing after", async () => {
    const revision = await readRevision(temporaryRepository(SITE), "HEAD");
    const asked = Array.from({ length: 500 }, () => revision.files).flat();
    const reading = revision.read(asked);
    const closing = Promise.all([revision.close(), revision.close()]);
    expect(await reading).toHaveLength(asked.length);
    await closing;
    await expect(revision.read(revision.files)).rejects.toMatchObject({ code: "closed" });
  });

  test("names the file that the repository lacks, and still reads the others", async () => {
    const repository = temporaryRepository({ "a.md": "a", "b.md": "b", "c.md": "c" });
    const revision = await readRevision(repository, "HEAD");
    const { oid = "" } = revision.files[1] ?? {};
    rmSync(join(repository, ".git/objects", oid.slice(0, 2)), { recursive: true });
    const reading = revision.read(revision.files);
    await expect(reading).rejects.toMatchObject({ code: "file-changed" });
    await expect(reading).rejects.toThrow(/^b\.md cannot be read: [0-9a-f]{40} is missing/);
    expect(String(await revision.read(revision.files.filter(({ path }) => path !== "b.md")))).toBe("a,c");
    await revision.close();
    await expect(readRevision(repository, "HEAD")).rejects.toThrow(/damaged.*b\.md/);
  });

  test("says so when git dies, and starts another for the next read", async () => {
    const repository = temporaryRepository({ "a.md": "a" });
    const revision = await readRevision(repository, "HEAD");
    stubGit('case "$*" in *cat-file*) echo "no luck" >&2; exit 3;; esac');
    const reading = revision.read(revision.files);
    await expect(reading).rejects.toMatchObject({ code: "git-failed" });
    await expect(reading).rejects.toThrow(/^a\.md cannot be read: git cat-file ended with 3.*no luck/s);
    vi.unstubAllEnvs();
    expect(String(await revision.read(revision.files))).toBe("a");
    await revision.close();
  });

  test("takes no question of its own from an id", async () => {
    const repository = temporaryRepository({ "a.md": "a" });
    const revision = await readRevision(repository, "HEAD");
    for (const oid of ["HEAD", "", `${"a".repeat(40)}\nHEAD`, "--help"])
      await expect(revision.read([{ path: "a.md", oid, size: 1 }])).rejects.toThrow("a.md has no blob id");
    await revision.close();
  });
});
