import { chmodSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { handleGitRequest } from "./handle-git-request.ts";
import { OWNER } from "./lock-owner.ts";
import { head } from "./refs.ts";
import { saveDraft } from "./save-draft.ts";
import { git, writeBlob, writeTree } from "./testing/git-repository.ts";
import { runGitClient, serveRepository } from "./testing/git-server.ts";
import { ADA, headOf, save, siteRepository } from "./testing/site-repository.ts";
import { temporaryFolder, writeIn } from "./testing/temporary-folder.ts";

/** A repository that is served, and a clone of it. */
async function cloned(files: Readonly<Record<string, string>> = { "site.yaml": "name: Vélo\n", "pages/a.md": "a\n" }) {
  const repository = await siteRepository(files);
  const { url, pushes } = await serveRepository(repository);
  const clone = join(temporaryFolder(), "clone");
  const { said, status } = await runGitClient("/", "clone", "--quiet", url, clone);
  expect({ said, status }).toEqual({ said: "", status: 0 });
  return { repository, url, pushes, clone };
}

/** Commits all that a folder holds. */
function commitAll(clone: string, message = "Change"): string {
  git(clone, ["add", "--all", "--force"]);
  git(clone, ["commit", "--quiet", "--message", message]);
  return git(clone, ["rev-parse", "HEAD"]);
}

describe("the real client", () => {
  test("clones, logs, checks", async () => {
    const repository = await siteRepository({
      "site.yaml": "name: Vélo\n",
      "media/a.bin": Buffer.alloc(3_000_000, "x"),
    });
    for (let index = 0; index < 5; index++) await save(repository, `posts/${index}.md`, `Texte ${index}\n`);
    const { url } = await serveRepository(repository);
    const clone = join(temporaryFolder(), "clone");
    expect(await runGitClient("/", "clone", "--quiet", url, clone)).toEqual({ status: 0, said: "" });
    expect(git(clone, ["rev-parse", "HEAD"])).toBe(await head(repository));
    expect(git(clone, ["log", "--format=%an <%ae> %s", "-1"])).toBe(
      "Ada Lovelace <ada@example.org> Enregistre posts/4.md",
    );
    git(clone, ["fsck", "--full", "--strict"]);
    expect(git(clone, ["status", "--porcelain"])).toBe("");
  });

  test("fetches what was saved since, and sees no draft", async () => {
    const { repository, clone } = await cloned();
    const entry = { collection: "pages", slug: "a" };
    await saveDraft({ repository, entry, changes: [{ path: "pages/a.md", content: "b" }], author: ADA, message: "b" });
    const { revision } = await save(repository, "pages/b.md", "b\n");
    expect(await runGitClient(clone, "pull", "--quiet")).toEqual({ status: 0, said: "" });
    expect(git(clone, ["rev-parse", "HEAD"])).toBe(revision);
    expect((await runGitClient(clone, "ls-remote", "origin")).said).not.toContain("drafts");
  });

  test("pushes, and the caller is told", async () => {
    const { repository, clone, pushes } = await cloned();
    const previous = await headOf(repository);
    writeIn(clone, "pages/b.md", "Bonjour\n");
    writeIn(clone, ".gitignore", "*.log\n");
    const revision = commitAll(clone);
    expect(await runGitClient(clone, "push", "--quiet")).toEqual({ status: 0, said: "" });
    expect(await head(repository)).toBe(revision);
    expect(pushes).toEqual([{ revision, previous, user: { name: "Zoé", email: "zoe@example.org" } }]);
    git(repository, ["fsck", "--full", "--strict"]);
    await save(repository, "pages/c.md", "c\n");
    expect(git(repository, ["rev-parse", "main~1"])).toBe(revision);
  });

  test("pushes a large history in one pack", async () => {
    const { repository, clone } = await cloned();
    for (let index = 0; index < 30; index++) {
      for (let file = 0; file < 10; file++) writeIn(clone, `posts/${index}-${file}.md`, `${index} ${file}\n`);
      commitAll(clone);
    }
    writeIn(clone, "media/a.bin", Buffer.alloc(5_000_000, "pas compressible ?"));
    const revision = commitAll(clone);
    expect(await runGitClient(clone, "push", "--quiet")).toEqual({ status: 0, said: "" });
    expect(await head(repository)).toBe(revision);
  });

  test("pushes past the lock of a process that was killed", async () => {
    const { repository, clone } = await cloned();
    writeIn(clone, "pages/b.md", "b\n");
    const revision = commitAll(clone);
    // A number that Linux gives to no process.
    symlinkSync(OWNER.replace(`|${process.pid}|`, "|4194304|"), join(repository, "refs/heads/main.lock"));
    expect(await runGitClient(clone, "push", "--quiet")).toEqual({ status: 0, said: "" });
    expect(await head(repository)).toBe(revision);
  });
});

/** A change to a clone that a push must not bring in, and what its author is told. */
type Refused = [what: string, change: (clone: string) => void, reason: string];

const NAMES: Refused[] = [
  [
    "a symbolic link",
    (clone) => symlinkSync("/etc/passwd", join(clone, "pages/b.md")),
    "pages/b.md : les liens symboliques",
  ],
  ["a program", (clone) => writeProgram(clone, "pages/b.md"), "pages/b.md : un fichier ne peut pas être exécutable"],
  [
    "a reserved name",
    (clone) => writeIn(clone, "pages/con.md", "b"),
    "pages/con.md : le nom de fichier « con.md » n’est pas permis",
  ],
  ["a colon", (clone) => writeIn(clone, "a:b/c.md", "b"), "a:b : le nom de fichier « a:b » n’est pas permis"],
  ["two names but for case", (clone) => writeIn(clone, "Pages/a.md", "b"), "que par les majuscules"],
  ["a decomposed name", (clone) => writeIn(clone, "e\u0301te\u0301.md", "b"), "n’est pas permis"],
  [
    "a text too long",
    (clone) => writeIn(clone, "pages/b.md", "x".repeat(2 ** 20 + 1)),
    "ce fichier est trop gros (1,0 Mo)",
  ],
  ["a folder too deep", (clone) => writeIn(clone, `${"a/".repeat(13)}b.md`, "b"), "n’est pas permis"],
];

const TREES: [what: string, entry: { mode: string; name: string | Buffer }, reason: string][] = [
  ["a submodule", { mode: "160000", name: "module" }, "module : les sous-modules sont refusés"],
  ["git's own folder", { mode: "40000", name: ".git" }, "hasDotgit"],
  ["git's own folder, in capitals", { mode: "40000", name: ".GIT" }, "hasDotgit"],
  ["what macOS takes for it", { mode: "40000", name: ".g\u200cit" }, "hasDotgit"],
  ["what Windows takes for it", { mode: "40000", name: "git~1" }, "hasDotgit"],
  ["a way out", { mode: "40000", name: ".." }, "hasDotdot"],
  ["a slash", { mode: "100644", name: "a/b.md" }, "fullPathname"],
  ["a mode of its own", { mode: "100666", name: "b.md" }, "son mode est 100666"],
  ["no UTF-8", { mode: "100644", name: Buffer.from("caf\xe9.md", "latin1") }, "n’est pas permis"],
];

const REFS: [what: string, refs: string[], reason: string][] = [
  ["another branch", ["HEAD:refs/heads/other"], "seule la branche main se pousse"],
  ["a tag", ["HEAD:refs/tags/v1"], "seule la branche main se pousse"],
  ["main with a tag", ["HEAD:refs/heads/main", "HEAD:refs/tags/v1"], "seule la branche main se pousse"],
  ["a draft", ["HEAD:refs/heads/drafts/posts/a"], "hidden ref"],
  [
    "a replaced object",
    ["HEAD:refs/replace/0123456789012345678901234567890123456789"],
    "seule la branche main se pousse",
  ],
  ["the end of main", [":refs/heads/main"], "la branche main ne se supprime pas"],
];

function writeProgram(clone: string, path: string): void {
  writeIn(clone, path, "b");
  chmodSync(join(clone, path), 0o755);
}

describe("refuses, and says why,", () => {
  test("hostile and heavy files", { timeout: 120_000 }, async () => {
    const { repository, clone, pushes } = await cloned();
    const before = await headOf(repository);
    for (const [what, change, reason] of NAMES) {
      change(clone);
      commitAll(clone);
      const { status, said } = await runGitClient(clone, "push");
      expect(said, what).toContain(reason);
      expect(said, what).toContain("remote: Refusé : ");
      expect(status, what).not.toBe(0);
      git(clone, ["reset", "--quiet", "--hard", before]);
    }
    expect([await head(repository), pushes]).toEqual([before, []]);
    // Nothing of it was let in.
    expect(git(repository, ["count-objects", "-v"])).toContain("count: 0");
    expect(readdirSync(join(repository, "objects")).filter((name) => name.includes("incoming"))).toEqual([]);
  });

  test("a huge file", { timeout: 120_000 }, async () => {
    const { repository, clone } = await cloned();
    const before = await headOf(repository);
    writeIn(clone, "media/b.mp4", Buffer.alloc(101 * 2 ** 20));
    commitAll(clone);
    expect((await runGitClient(clone, "push")).said).toContain("media/b.mp4 : 101 Mo, 100 Mo au plus");
    expect(await head(repository)).toBe(before);
  });

  test("trees that no client would write", { timeout: 120_000 }, async () => {
    const { repository, clone } = await cloned();
    const before = await headOf(repository);
    const blob = writeBlob(clone, "b");
    const folder = writeTree(clone, [{ mode: "100644", name: "a.md", oid: blob }]);
    const oids: Record<string, string> = { 160000: before, 40000: folder };
    for (const [what, { mode, name }, reason] of TREES) {
      const tree = writeTree(clone, [{ mode, name, oid: oids[mode] ?? blob }]);
      const hostile = git(clone, ["commit-tree", tree, "-p", before, "-m", "Hostile"]);
      const { status, said } = await runGitClient(clone, "push", "origin", `${hostile}:refs/heads/main`);
      expect(said, what).toContain(reason);
      expect(status, what).not.toBe(0);
    }
    expect(await head(repository)).toBe(before);
  });

  test("whatever is not main", { timeout: 120_000 }, async () => {
    const { repository, clone } = await cloned();
    const before = git(repository, ["for-each-ref"]);
    writeIn(clone, "pages/b.md", "b\n");
    commitAll(clone);
    for (const [what, refs, reason] of REFS) {
      const { status, said } = await runGitClient(clone, "push", "origin", ...refs);
      expect(said, what).toContain(reason);
      expect(status, what).not.toBe(0);
    }
    expect(git(repository, ["for-each-ref"])).toBe(before);
  });

  test("a link that a later commit removed", async () => {
    const { repository, clone } = await cloned();
    const before = await headOf(repository);
    symlinkSync("/etc/passwd", join(clone, "link"));
    commitAll(clone);
    git(clone, ["rm", "--quiet", "link"]);
    git(clone, ["commit", "--quiet", "--message", "Sorry"]);
    expect((await runGitClient(clone, "push")).said).toContain(
      "link : les liens symboliques sont refusés, dans les commits plus anciens aussi",
    );
    expect(await head(repository)).toBe(before);
  });

  test("what its author may not change, and that alone", async () => {
    const repository = await siteRepository({ "site.yaml": "name: Vélo\n", "pages/site.yaml/a.md": "a\n" });
    const { url } = await serveRepository(repository, { readOnly: ["site.yaml", "redirects.csv"] });
    const clone = join(temporaryFolder(), "clone");
    await runGitClient("/", "clone", "--quiet", url, clone);
    const before = await headOf(repository);
    const changes = [
      () => writeIn(clone, "site.yaml", "name: Autre\n"),
      () => git(clone, ["mv", "site.yaml", "autre.yaml"]),
      () => writeIn(clone, "redirects.csv", "/a/,/b/\n"),
    ];
    for (const change of changes) {
      change();
      writeIn(clone, "pages/b.md", "b\n");
      commitAll(clone);
      const { said, status } = await runGitClient(clone, "push");
      expect(said).toMatch(/Refusé : (site\.yaml|redirects\.csv) : votre rôle ne permet pas de le changer/);
      expect(status).not.toBe(0);
      git(clone, ["reset", "--quiet", "--hard", before]);
    }
    writeIn(clone, "pages/site.yaml/a.md", "b\n");
    commitAll(clone);
    expect((await runGitClient(clone, "push", "--quiet")).status).toBe(0);
  });

  test("another history, even by force", async () => {
    const { repository, clone } = await cloned();
    const { revision } = await save(repository, "pages/b.md", "b\n");
    writeIn(clone, "pages/c.md", "c\n");
    commitAll(clone);
    expect((await runGitClient(clone, "push")).said).toContain("fetch first");
    expect((await runGitClient(clone, "push", "--force")).said).toContain("Essayez : git pull --rebase");
    expect(await head(repository)).toBe(revision);
    expect((await runGitClient(clone, "pull", "--quiet", "--rebase")).status).toBe(0);
    expect((await runGitClient(clone, "push", "--quiet")).status).toBe(0);
  });
});

test("saves and pushes at the same time lose nothing", { timeout: 120_000 }, async () => {
  const { repository, clone } = await cloned();
  const saving = (async () => {
    for (let index = 0; index < 20; index++) {
      await save(repository, `posts/saved-${index}.md`, "x\n");
      await sleep(50);
    }
  })();
  for (let index = 0; index < 3; index++) {
    writeIn(clone, `pages/pushed-${index}.md`, `${index}\n`);
    commitAll(clone);
    for (let status = 1; status !== 0; ) {
      expect(await runGitClient(clone, "pull", "--quiet", "--rebase")).toEqual({ status: 0, said: "" });
      ({ status } = await runGitClient(clone, "push", "--quiet"));
    }
  }
  await saving;
  const files = git(repository, ["ls-tree", "-r", "--name-only", "main"]).split("\n");
  expect(files.filter((path) => path.startsWith("pages/pushed-"))).toHaveLength(3);
  expect(files.filter((path) => path.startsWith("posts/saved-"))).toHaveLength(20);
  git(repository, ["fsck", "--full", "--strict"]);
});

test.each([
  ["GET", "/velo.git/info/refs"],
  ["GET", "/velo.git/info/refs?service=git-upload-archive"],
  ["GET", "/velo.git/HEAD"],
  ["GET", "/velo.git/config"],
  ["GET", "/velo.git/objects/info/packs"],
  ["GET", "/velo.git/git-receive-pack"],
  ["POST", "/velo.git/info/refs?service=git-upload-pack"],
  ["POST", "/velo.git/git-upload-archive"],
  ["DELETE", "/velo.git/git-receive-pack"],
])("%s %s is not answered", async (method, path) => {
  const repository = await siteRepository({ "a.md": "a" });
  const request = new Request(`http://x${path}`, { method });
  const { status } = await handleGitRequest({ repository, request, user: ADA, onPushed: () => {} });
  expect(status).toBe(404);
});

test("a push said to be huge is refused before it is read", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const headers = { "content-length": `${2 ** 31}` };
  const request = new Request("http://x/a.git/git-receive-pack", { method: "POST", headers, body: "0000" });
  const { status } = await handleGitRequest({ repository, request, user: ADA, onPushed: () => {} });
  expect(status).toBe(413);
});
