import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRepository } from "./find-repository.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pivert-find-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a work tree, a folder in it, a bare repository, and neither", () => {
  const tree = join(root, "tree");
  mkdirSync(join(tree, "sites", "un"), { recursive: true });
  execFileSync("git", ["init", "-q", tree]);
  execFileSync("git", ["init", "-q", "--bare", join(root, "bare.git")]);
  expect(findRepository(tree)).toEqual({ repository: tree });
  expect(findRepository(join(tree, "sites", "un"))).toEqual({ repository: tree, under: "sites/un" });
  expect(findRepository(join(root, "bare.git"))).toEqual({ repository: join(root, "bare.git") });
  expect(() => findRepository(root)).toThrow(/in no git repository/);
});
