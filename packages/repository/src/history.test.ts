import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { commit } from "./commit.ts";
import { historyOf } from "./history-of.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, headOf, save, siteRepository } from "./testing/site-repository.ts";

/** As after a restart: what the module kept in memory is gone. */
async function restarted() {
  vi.resetModules();
  return (await import("./last-change-of.ts")).lastChangeOf;
}

test("tells a file's versions, through its renames", async () => {
  const repository = await siteRepository({ "a.md": "un\ndeux\ntrois\n", "b.md": "b\n" });
  await save(repository, "a.md", "un\ndeux\ntrois\nquatre\n", BOB);
  await save(repository, "b.md", "b2\n");
  await commit({
    repository,
    changes: [{ path: "été.md", movedFrom: "a.md" }],
    author: ADA,
    message: "Renomme\n\nPour l’été",
  });
  const history = await historyOf(repository, "été.md");
  expect(history.map(({ path, author, message }) => [path, author.name, message])).toEqual([
    ["été.md", ADA.name, "Renomme\n\nPour l’été"],
    ["a.md", "Bob", "Enregistre a.md"],
    ["a.md", ADA.name, "Premier contenu"],
  ]);
  expect(history[0]).toMatchObject({
    revision: await headOf(repository),
    oid: git(repository, ["rev-parse", "main:été.md"]),
    date: expect.stringMatching(/^\d{4}-/),
  });
  expect(await historyOf(repository, "été.md", 1)).toHaveLength(1);
  expect((await historyOf(repository, "a.md"))[0]).toMatchObject({ path: "a.md", oid: null });
  expect(await historyOf(repository, "none.md")).toEqual([]);
  expect(await historyOf(repository, "../a.md")).toEqual([]);
  expect(await historyOf(repository, "*.md")).toEqual([]);
});

test("takes nothing in a message for something else", async () => {
  const repository = await siteRepository({ "a.md": "1\n" });
  const messages = [":100644 100644 a b M", "a\n\n:000000 100644 0 1 A", "x"];
  for (const [index, message] of messages.entries())
    await commit({
      repository,
      changes: [{ path: "a.md", content: `${index + 2}\n` }],
      author: { name: "", email: "" },
      message,
    });
  expect((await historyOf(repository, "a.md")).map(({ message }) => message)).toEqual([
    ...messages.reverse(),
    "Premier contenu",
  ]);
});

test("knows who changed each file last, also after a restart", async () => {
  const repository = await siteRepository({ "a.md": "a\n", "b.md": "b\n", ["__proto__"]: "p", "c/d.md": "d\n" });
  const paths = ["a.md", "b.md", "__proto__", "c/d.md", "none.md"];
  const authors = async (lastChangeOf: Awaited<ReturnType<typeof restarted>>) =>
    [...(await lastChangeOf(repository, paths))].map(([path, { author }]) => `${path} ${author}`);
  expect(await authors(await restarted())).toEqual(
    ["a.md", "b.md", "__proto__", "c/d.md"].map((path) => `${path} ${ADA.name}`),
  );
  const { revision } = await save(repository, "a.md", "2\n", BOB);
  await commit({ repository, changes: [{ path: "c/d.md", delete: true }], author: BOB, message: "Retire" });
  const lastChangeOf = await restarted();
  expect(await authors(lastChangeOf)).toEqual(["a.md Bob", `b.md ${ADA.name}`, `__proto__ ${ADA.name}`]);
  expect((await lastChangeOf(repository, ["a.md"])).get("a.md")).toEqual({
    author: "Bob",
    date: expect.any(String),
    revision,
  });
});

test("makes its index again when it is damaged, or of another history", async () => {
  const repository = await siteRepository({ "a.md": "a\n" });
  const first = await headOf(repository);
  await save(repository, "a.md", "b\n", BOB);
  await (await restarted())(repository, []);
  const index = readdirSync(repository).find((name) => name.startsWith("pivert-last-changes")) ?? "";
  git(repository, ["update-ref", "refs/heads/main", first]);
  await save(repository, "a.md", "c\n", { name: "Zoé", email: "z@example.org" });
  expect((await (await restarted())(repository, ["a.md"])).get("a.md")?.author).toBe("Zoé");
  for (const content of ["", "{", "null", '{"tip":"x"}', `{"tip":"${first}","files":3}`]) {
    writeFileSync(join(repository, index), content);
    expect((await (await restarted())(repository, ["a.md"])).get("a.md")?.author, content).toBe("Zoé");
  }
  rmSync(join(repository, index));
  expect((await (await restarted())(repository, ["a.md"])).get("a.md")?.author).toBe("Zoé");
});

test("of what was merged the author is who wrote it", async () => {
  const repository = await siteRepository({ "a.md": "a\n", "b.md": "b\n" });
  const base = await headOf(repository);
  git(repository, ["update-ref", "refs/heads/side", base]);
  await commit({ repository, branch: "side", changes: [{ path: "b.md", content: "2\n" }], author: BOB, message: "b" });
  await save(repository, "a.md", "2\n", { name: "Zoé", email: "z@example.org" });
  const lastChangeOf = await restarted();
  await lastChangeOf(repository, []);
  const tree = git(repository, ["merge-tree", "--write-tree", "main", "side"]);
  const merge = git(repository, ["commit-tree", tree, "-p", "side", "-p", "main", "-m", "Merge"]);
  git(repository, ["update-ref", "refs/heads/main", merge]);
  const changes = await lastChangeOf(repository, ["a.md", "b.md"]);
  expect([changes.get("a.md")?.author, changes.get("b.md")?.author]).toEqual(["Zoé", "Bob"]);
});
