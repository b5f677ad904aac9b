import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFolder } from "./read-folder.ts";
import { readRevision } from "./read-revision.ts";
import { seedRepository } from "./seed-repository.ts";
import { git } from "./testing/git-repository.ts";
import { ADA } from "./testing/site-repository.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const SITE = {
  "site.yaml": "name: Vélo\n",
  "pages/l’été à vélo.md": "Bonjour\r\n",
  "media/a.bin": Buffer.alloc(3_000_000, "0123456789"),
  "vide.txt": "",
  ".gitignore": "*",
};

test("makes the repository that git would make, which has the folder's files", async () => {
  const folder = temporaryFolder(SITE);
  const repository = join(temporaryFolder(), "data/repos/velo.git");
  const { revision, created, problems } = await seedRepository({ repository, folder, author: ADA });
  expect([created, problems]).toEqual([true, []]);
  expect(git(repository, ["rev-parse", "main", "HEAD"])).toBe(`${revision}\n${revision}`);
  expect(git(repository, ["rev-list", "--count", "main"])).toBe("1");
  expect(git(repository, ["log", "--format=%an <%ae> %s"])).toBe("Ada Lovelace <ada@example.org> Premier contenu");
  const read = await readRevision(repository, "main");
  expect(read.files).toEqual((await readFolder(folder)).files.map(({ path, oid, size }) => ({ path, oid, size })));
  await read.close();
  git(repository, ["fsck", "--full", "--strict"]);
  expect(git(repository, ["config", "--list", "--local"]).split("\n")).toEqual(
    expect.arrayContaining([
      "core.bare=true",
      "gc.auto=0",
      "receive.fsckobjects=true",
      "core.fsync=all",
      "core.hookspath=/dev/null",
    ]),
  );
  expect(existsSync(join(repository, "hooks"))).toBe(false);
});

test("does nothing where there is one, and leaves nothing behind", async () => {
  const repository = join(temporaryFolder(), "velo.git");
  const folders = ["a", "b", "c", "d"].map((text) => temporaryFolder({ "a.md": text }));
  const seeded = await Promise.all(folders.map((folder) => seedRepository({ repository, folder, author: ADA })));
  expect(seeded.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(seeded.map(({ revision }) => revision)).size).toBe(1);
  expect(readdirSync(join(repository, ".."))).toEqual(["velo.git"]);
  const again = await seedRepository({ repository, folder: "/nowhere", author: ADA });
  expect(again).toEqual({ revision: seeded[0]?.revision, created: false, problems: [] });
});

test("leaves hostile files out, and says so", async () => {
  const repository = join(temporaryFolder(), "velo.git");
  const folder = temporaryFolder({ "a.md": "a", "A.md": "b", "con.md": "c" });
  const { problems } = await seedRepository({ repository, folder, author: ADA });
  expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(["duplicate-name A.md", "hostile-path con.md"]);
  expect(git(repository, ["ls-tree", "-r", "--name-only", "main"])).toBe("a.md");
});

test("an empty folder gives a commit without files", async () => {
  const repository = join(temporaryFolder(), "velo.git");
  await seedRepository({ repository, folder: temporaryFolder(), author: ADA });
  expect(git(repository, ["ls-tree", "-r", "main"])).toBe("");
});

test("fails without a trace", async () => {
  const parent = temporaryFolder({ "empty.git/config": "" });
  const seeding = seedRepository({ repository: join(parent, "a.git"), folder: "/nowhere", author: ADA });
  await expect(seeding).rejects.toMatchObject({ code: "no-folder" });
  const existing = seedRepository({ repository: join(parent, "empty.git"), folder: parent, author: ADA });
  await expect(existing).rejects.toMatchObject({ code: "no-repository" });
  expect(readdirSync(parent)).toEqual(["empty.git"]);
});
