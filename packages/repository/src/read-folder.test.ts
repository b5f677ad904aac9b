import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { blobId } from "./blob-id.ts";
import { readFolder } from "./read-folder.ts";
import type { Revision, SourceFile } from "./revision.ts";
import { git } from "./testing/git-repository.ts";
import { temporaryFolder, writeIn } from "./testing/temporary-folder.ts";

afterEach(() => void vi.useRealTimers());

const SITE = {
  "site.yaml": "name: Les Roues libres\n",
  "pages/index.md": "Bonjour\n",
  "pages/asso/statuts.md": "L’été à Oléron\r\n",
  "posts/2026-03-14-bourse-aux-vélos.md": "Venez !\n",
  "media/affiche.jpg": Buffer.from([0xff, 0xd8, 0, 10, 13]),
  "media/vide.txt": "",
};

const paths = ({ files }: Revision) => files.map(({ path }) => path);
const oids = ({ files }: Revision) => files.map(({ path, oid }) => [path, oid]);
const problems = (revision: Revision) => revision.problems.map(({ code, file, found }) => [code, file, found]);

test("lists the files of a folder with the ids and sizes of git", async () => {
  const folder = temporaryFolder(SITE);
  const revision = await readFolder(folder);
  git(folder, ["init", "--quiet"]);
  git(folder, ["add", "--all"]);
  const tree = git(folder, ["ls-tree", "-r", "-z", "--long", git(folder, ["write-tree"])]);
  const expected = tree
    .split("\0")
    .filter(Boolean)
    .map((line) => /^\d+ blob (\w+) +(\d+)\t(.*)$/s.exec(line) ?? []);
  expect(revision.files.map(({ path, oid, size }) => [oid, String(size), path])).toEqual(
    expected.map(([, ...facts]) => facts),
  );
  expect(revision).toMatchObject({ id: undefined, problems: [] });
});

test("reads bytes in the order asked", async () => {
  const { files, read } = await readFolder(temporaryFolder(SITE));
  const asked = [...files].reverse();
  const expected = asked.map(({ path }) => Buffer.from(SITE[path as keyof typeof SITE] as string));
  expect(await read(asked)).toEqual(expected);
  expect(await read([])).toEqual([]);
});

test("leaves out dot-files and what editors drop, without a word", async () => {
  const revision = await readFolder(
    temporaryFolder({
      "a.md": "",
      ".git/config": "",
      "pages/.git": "gitdir: /etc",
      ".DS_Store": "",
      "pages/.b.md.swp": "",
      "pages/b.md~": "",
      "pages/#b.md#": "",
      "media/Thumbs.db": "",
      "media/desktop.ini": "",
      "media/.cache/deep/x.jpg": "",
    }),
  );
  expect([paths(revision), problems(revision)]).toEqual([["a.md"], []]);
});

test("never follows a symbolic link", async () => {
  const secret = temporaryFolder({ "secret.md": "secret" });
  const folder = temporaryFolder({ "a.md": "a" });
  const links = {
    all: secret,
    loop: ".",
    "dangling.md": "nowhere",
    "inside.md": "a.md",
    "out.md": join(secret, "secret.md"),
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  const revision = await readFolder(folder);
  expect(paths(revision)).toEqual(["a.md"]);
  expect(problems(revision)).toEqual(
    Object.keys(links)
      .sort()
      .map((name) => ["not-a-file", name, "a symbolic link"]),
  );
});

test("a link to the folder itself is the host's choice", async () => {
  const link = join(temporaryFolder(), "site");
  symlinkSync(temporaryFolder({ "a.md": "a" }), link);
  expect(paths(await readFolder(link))).toEqual(["a.md"]);
});

test("refuses what is no file", async () => {
  const folder = temporaryFolder({ "a.md": "a" });
  execFileSync("mkfifo", [join(folder, "pipe.md")]);
  const server = createServer().listen(join(folder, "socket.md"));
  await new Promise((resolve) => server.once("listening", resolve));
  const revision = await readFolder(folder);
  server.close();
  expect(paths(revision)).toEqual(["a.md"]);
  expect(problems(revision)).toEqual([
    ["not-a-file", "pipe.md", "a named pipe"],
    ["not-a-file", "socket.md", "a socket"],
  ]);
});

test.each([
  ["a newline", "a\nb.md"],
  ["an escape sequence", "a\x1b[31m.md"],
  ["a change of direction", "a\u202edm.exe"],
  ["a backslash", "a\\b.md"],
  ["a trailing dot", "a.md."],
  ["a trailing space", "a.md "],
  ["decomposed accents", "e\u0301te\u0301.md"],
  ["a name of Windows", "con.md"],
  ["an option", "-rf.md"],
  ["another case of .git", ".GIT"],
  ["bytes that are not UTF-8", Buffer.from([0x63, 0xe9, 0x2e, 0x6d, 0x64])],
  ["an unseen character", "a\u200b.md"],
])("refuses a file and a folder named with %s", async (_what, name) => {
  const folder = temporaryFolder({ "a.md": "a", "pages/b.md": "b" });
  const at = (parent: string) => Buffer.concat([Buffer.from(`${folder}/${parent}`), Buffer.from(name as string)]);
  writeFileSync(at(""), "x");
  mkdirSync(at("pages/"));
  writeFileSync(Buffer.concat([at("pages/"), Buffer.from("/inside.md")]), "x");
  const revision = await readFolder(folder);
  expect(paths(revision)).toEqual(["a.md", "pages/b.md"]);
  expect(revision.problems.map(({ code }) => code)).toEqual(["hostile-path", "hostile-path"]);
  expect(JSON.stringify(revision.problems)).not.toMatch(/\\u001b|\u202e|\\n/);
});

test("refuses names that collide, folders nested too deep and texts too large", async () => {
  const deep = "1/2/3/4/5/6/7/8/9/10/11/12";
  const revision = await readFolder(
    temporaryFolder({
      "A.md": "",
      "a.md": "",
      [`${deep}/in.md`]: "",
      [`${deep}/13/out.md`]: "",
      "b.md": Buffer.alloc(1024 * 1024 + 1),
      "b.pdf": Buffer.alloc(1024 * 1024 + 1),
    }),
  );
  expect(paths(revision)).toEqual([`${deep}/in.md`, "a.md", "b.pdf"]);
  expect(problems(revision)).toEqual([
    ["hostile-path", `${deep}/13`, undefined],
    ["duplicate-name", "A.md", undefined],
    ["file-too-large", "b.md", "1,0 Mo"],
  ]);
});

test.each(["missing", "site.yaml"])("a folder that is none (%s) is an error that says so", async (name) => {
  const folder = temporaryFolder({ "site.yaml": "" });
  await expect(readFolder(join(folder, name))).rejects.toMatchObject({ code: "no-folder" });
  await expect(readFolder(join(folder, name))).rejects.toThrow(join(folder, name));
});

/** Known files whose ids are false: a file that keeps its own was not read. */
const FALSE = "0".repeat(40);
const lie = ({ files }: Revision) =>
  new Map<string, SourceFile>(files.map((file) => [file.path, { ...file, oid: FALSE }]));

/** The folder as a build sees it long after the last change, and as `known` files with false ids. */
async function readLater(folder: string): Promise<ReadonlyMap<string, SourceFile>> {
  vi.setSystemTime(Date.now() + 10_000);
  return lie(await readFolder(folder));
}

test("a file that has not changed is not read", async () => {
  const folder = temporaryFolder(SITE);
  const known = await readLater(folder);
  expect(new Set((await readFolder(folder, { known })).files.map(({ oid }) => oid))).toEqual(new Set([FALSE]));
});

test.each<[string, (folder: string) => void]>([
  ["an edit", (folder) => writeIn(folder, "pages/index.md", "Bonjour à tous\n")],
  ["an edit of the same size", (folder) => writeIn(folder, "pages/index.md", "Bonsoir\n")],
  [
    "an edit of the same size whose date is set back",
    (folder) => {
      writeIn(folder, "pages/index.md", "Bonsoir\n");
      utimesSync(join(folder, "pages/index.md"), 1_700_000_000, 1_700_000_000);
    },
  ],
  [
    "another file moved in its place",
    (folder) => {
      writeIn(folder, "tmp", "Bonsoir\n");
      renameSync(join(folder, "tmp"), join(folder, "pages/index.md"));
    },
  ],
])("%s is seen, and no other file read", async (_what, change) => {
  const folder = temporaryFolder(SITE);
  utimesSync(join(folder, "pages/index.md"), 1_700_000_000, 1_700_000_000);
  const known = await readLater(folder);
  // Past the tick by which the system dates changes.
  await sleep(20);
  change(folder);
  const expected = (await readFolder(folder)).files.map(({ path, oid }) => [
    path,
    path === "pages/index.md" ? oid : FALSE,
  ]);
  expect(oids(await readFolder(folder, { known }))).toEqual(expected);
});

test("a file that was renamed is read under its new name, one that was deleted is gone", async () => {
  const folder = temporaryFolder(SITE);
  const known = await readLater(folder);
  renameSync(join(folder, "pages/index.md"), join(folder, "pages/accueil.md"));
  rmSync(join(folder, "media"), { recursive: true });
  const revision = await readFolder(folder, { known });
  expect(oids(revision).filter(([, oid]) => oid !== FALSE)).toEqual([
    ["pages/accueil.md", blobId(Buffer.from("Bonjour\n"))],
  ]);
  expect(paths(revision)).not.toContain("pages/index.md");
  expect(paths(revision).join()).not.toContain("media/");
});

test("edits of the same size in the same millisecond are all seen", async () => {
  const folder = temporaryFolder();
  let known = new Map<string, SourceFile>();
  for (let edit = 100; edit < 200; edit++) {
    writeIn(folder, "a.md", String(edit));
    const { files } = await readFolder(folder, { known });
    expect(files[0]?.oid).toBe(blobId(Buffer.from(String(edit))));
    known = new Map(files.map((file) => [file.path, file]));
  }
});

test("negative control: dates alone miss such edits", async () => {
  const folder = temporaryFolder({ "a.md": "1" });
  utimesSync(join(folder, "a.md"), 1_700_000_000, 1_700_000_000);
  const known = await readLater(folder);
  const stamp = known.get("a.md")?.stamp;
  expect(stamp?.split("-")).toHaveLength(4);
  writeIn(folder, "a.md", "2");
  utimesSync(join(folder, "a.md"), 1_700_000_000, 1_700_000_000);
  const after = (await readLater(folder)).get("a.md")?.stamp;
  expect(after?.split("-")[0]).toBe(stamp?.split("-")[0]);
});

test.each<[string, string, (file: string) => void]>([
  ["is gone", "a.md is gone", () => {}],
  ["changed", "a.md changed", (file) => writeFileSync(file, "b")],
  ["is a folder", "a.md is gone", (file) => mkdirSync(file)],
  ["is a link", "a.md is gone", (file) => symlinkSync("/etc/passwd", file)],
  ["is a pipe", "a.md is gone", (file) => execFileSync("mkfifo", [file])],
])("reading a file that %s since is an error that names it", async (_what, message, replace) => {
  const folder = temporaryFolder({ "a.md": "a" });
  const revision = await readFolder(folder);
  rmSync(join(folder, "a.md"));
  replace(join(folder, "a.md"));
  await expect(revision.read(revision.files)).rejects.toMatchObject({ code: "file-changed" });
  await expect(revision.read(revision.files)).rejects.toThrow(message);
});

test("reads nothing that it did not list", async () => {
  const folder = temporaryFolder({ "site/a.md": "a", "secret.md": "secret" });
  const revision = await readFolder(join(folder, "site"));
  for (const path of ["../secret.md", "/etc/passwd", "b.md", "./a.md"])
    await expect(revision.read([{ path, oid: blobId(Buffer.from("secret")), size: 6 }])).rejects.toThrow(path);
});

test("reads nothing once closed", async () => {
  const revision = await readFolder(temporaryFolder({ "a.md": "a" }));
  await revision.close();
  await revision.close();
  await expect(revision.read(revision.files)).rejects.toMatchObject({ code: "closed" });
});
