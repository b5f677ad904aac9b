import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commit, seedRepository } from "@pivert/repository";
import { expect, onTestFinished, test } from "vitest";
import { followFolder, rememberFolder } from "./follow-folder.ts";

const AUTHOR = { name: "Inès Cardoso", email: "ines@asso.example" };

/** A folder that a repository was seeded from. */
async function followed(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "pivert-follow-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const options = { folder: join(root, "site"), repository: join(root, "site.git"), memory: join(root, "memory.json") };
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(options.folder, file)), { recursive: true });
    writeFileSync(join(options.folder, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  await seedRepository({ ...options, author: AUTHOR });
  await rememberFolder(options);
  return {
    ...options,
    write,
    remove: (file: string) => rmSync(join(options.folder, file)),
    rename: (from: string, to: string) => renameSync(join(options.folder, from), join(options.folder, to)),
    follow: () => followFolder(options),
    edit: (path: string, content: string) =>
      commit({ repository: options.repository, changes: [{ path, content }], author: AUTHOR, message: "Modifie" }),
    git: (...command: string[]) =>
      execFileSync("git", [`--git-dir=${options.repository}`, ...command], { encoding: "utf8" }).trim(),
  };
}

const NOTHING = { committed: [], conflicts: [], refused: [] };

test("what changed in the folder is committed, what did not is not", async () => {
  const site = await followed({ "posts/a.md": "a\n", "posts/b.md": "b\n" });
  expect(await site.follow()).toEqual(NOTHING);
  site.write("posts/a.md", "a2\n");
  site.write("posts/c.md", "c\n");
  site.remove("posts/b.md");
  expect((await site.follow()).committed.sort()).toEqual(["posts/a.md", "posts/b.md", "posts/c.md"]);
  expect(site.git("ls-tree", "-r", "--name-only", "main").split("\n")).toEqual(["posts/a.md", "posts/c.md"]);
  expect(site.git("log", "-1", "--format=%an", "main")).toBe("Dossier sites/");
  expect(await site.follow()).toEqual(NOTHING);
});

test("what an editor changed too is a conflict: nothing is lost, on either side", async () => {
  const site = await followed({ "posts/a.md": "a\n", "posts/b.md": "b\n" });
  await site.edit("posts/a.md", "d’Inès\n");
  site.write("posts/a.md", "du dossier\n");
  site.write("posts/b.md", "b2\n");
  expect(await site.follow()).toEqual({ ...NOTHING, committed: ["posts/b.md"], conflicts: ["posts/a.md"] });
  expect(site.git("show", "main:posts/a.md")).toBe("d’Inès");
  // Said again until somebody decides; their version taken over ends it.
  expect((await site.follow()).conflicts).toEqual(["posts/a.md"]);
  site.write("posts/a.md", "d’Inès\n");
  expect((await site.follow()).conflicts).toEqual([]);
  site.write("posts/a.md", "des deux\n");
  expect(await site.follow()).toEqual({ ...NOTHING, committed: ["posts/a.md"] });
});

test("what an editor deletes does not come back, what the folder deletes goes unless an editor changed it", async () => {
  const site = await followed({ "posts/a.md": "a\n", "posts/b.md": "b\n" });
  await commit({ ...site, changes: [{ path: "posts/a.md", delete: true }], author: AUTHOR, message: "Retire" });
  expect(await site.follow()).toEqual(NOTHING);
  await site.edit("posts/b.md", "d’Inès\n");
  site.remove("posts/b.md");
  expect(await site.follow()).toEqual({ ...NOTHING, conflicts: ["posts/b.md"] });
  expect(site.git("show", "main:posts/b.md")).toBe("d’Inès");
});

test("a killed process had committed without remembering it", async () => {
  const site = await followed({ "posts/a.md": "a\n" });
  await site.edit("posts/a.md", "a2\n");
  site.write("posts/a.md", "a2\n");
  expect((await site.follow()).conflicts).toEqual([]);
  expect(site.git("rev-list", "--count", "main")).toBe("2");
  expect(await site.follow()).toEqual(NOTHING);
});

test("a name whose case changes", async () => {
  const site = await followed({ "posts/a.md": "a\n" });
  site.rename("posts/a.md", "posts/A.md");
  expect((await site.follow()).refused).toEqual([]);
  expect(site.git("ls-tree", "-r", "--name-only", "main")).toBe("posts/A.md");
});

test("what no repository takes does not hold the rest back", async () => {
  const site = await followed({ "posts/a.md": "a\n" });
  // An editor has taken the name but for its case.
  await site.edit("posts/Bal.md", "d’Inès\n");
  site.write("posts/bal.md", "du dossier\n");
  site.write("posts/z.md", "z\n");
  const { committed, refused } = await site.follow();
  expect(committed).toEqual(["posts/z.md"]);
  expect(refused.map(({ problems }) => problems[0]?.code)).toEqual(["duplicate-name"]);
  expect(site.git("show", "main:posts/Bal.md")).toBe("d’Inès");
});
