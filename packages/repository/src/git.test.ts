import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { readRevision } from "./read-revision.ts";
import { git, temporaryRepository } from "./testing/git-repository.ts";
import { temporaryFolder, writeIn } from "./testing/temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

/** A program that leaves a mark, and the mark. */
function canary() {
  const folder = temporaryFolder();
  writeIn(folder, "run", `#!/bin/sh\ntouch '${folder}/was-run'\nexit 1\n`);
  chmodSync(join(folder, "run"), 0o755);
  return { program: join(folder, "run"), wasRun: () => existsSync(join(folder, "was-run")) };
}

/** A partial clone that lacks a file, and would fetch it through a program. */
function repositoryThatFetches(program: string): string {
  const repository = temporaryRepository({ "a.md": "a", "b.md": "b" });
  const settings = {
    "extensions.partialClone": "origin",
    "core.repositoryFormatVersion": "1",
    "remote.origin.promisor": "true",
    "remote.origin.url": `ext::${program}`,
    "protocol.ext.allow": "always",
  };
  for (const [name, value] of Object.entries(settings)) git(repository, ["config", name, value]);
  const oid = git(repository, ["rev-parse", "HEAD:b.md"]);
  rmSync(join(repository, ".git/objects", oid.slice(0, 2), oid.slice(2)));
  return repository;
}

test("a repository that lacks a file fetches nothing, and runs no program to do so", async () => {
  const { program, wasRun } = canary();
  const repository = repositoryThatFetches(program);
  await expect(readRevision(repository, "HEAD")).rejects.toMatchObject({ code: "git-failed" });
  expect(wasRun()).toBe(false);
});

test("negative control: plain git runs it", () => {
  const { program, wasRun } = canary();
  const repository = repositoryThatFetches(program);
  git(repository, ["ls-tree", "-r", "--long", "HEAD"]);
  expect(wasRun()).toBe(true);
});

test("runs no program that a repository configures", async () => {
  const { program, wasRun } = canary();
  const repository = temporaryRepository({ "a.md": "a", ".gitattributes": "*.md filter=x diff=x\n" });
  const settings = ["core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "diff.external"];
  const drivers = ["filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.x.command", "credential.helper"];
  const aliases = ["rev-parse", "ls-tree", "cat-file"].map((command) => `alias.${command}`);
  for (const name of [...settings, ...drivers]) git(repository, ["config", name, program]);
  for (const name of aliases) git(repository, ["config", name, `!${program}`]);
  git(repository, ["config", "core.hooksPath", join(program, "..")]);
  const revision = await readRevision(repository, "HEAD");
  expect(String(await revision.read(revision.files))).toBe("a");
  await revision.close();
  expect(wasRun()).toBe(false);
});

test("knows nothing of the environment's git", async () => {
  const other = temporaryRepository({ "other.md": "other" });
  const trace = join(temporaryFolder(), "trace");
  const hostile = {
    GIT_DIR: join(other, ".git"),
    GIT_WORK_TREE: other,
    GIT_OBJECT_DIRECTORY: join(other, ".git/objects"),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(other, ".git/objects"),
    GIT_INDEX_FILE: "/dev/null",
    GIT_NAMESPACE: "x",
    GIT_TRACE: trace,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "core.bare",
    GIT_CONFIG_VALUE_0: "nonsense",
    GIT_CONFIG_GLOBAL: trace,
    HOME: other,
  };
  const repository = temporaryRepository({ "a.md": "a" });
  for (const [name, value] of Object.entries(hostile)) vi.stubEnv(name, value);
  const revision = await readRevision(repository, "HEAD");
  expect(revision.files.map(({ path }) => path)).toEqual(["a.md"]);
  expect(String(await revision.read(revision.files))).toBe("a");
  await revision.close();
  expect(existsSync(trace)).toBe(false);
});

test("a machine without git is told to install it", async () => {
  const repository = temporaryRepository();
  vi.stubEnv("PATH", temporaryFolder());
  await expect(readRevision(repository, "HEAD")).rejects.toMatchObject({
    code: "no-git",
    message: expect.stringContaining("Install git"),
  });
});
