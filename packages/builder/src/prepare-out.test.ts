import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { OutputError, prepareOut } from "./prepare-out.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "pivert-out-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("makes what is missing, and takes an empty folder or that of an earlier build", () => {
  const out = join(folder(), "a", "b");
  prepareOut(out);
  prepareOut(out);
  mkdirSync(join(out, ".pivert"));
  writeFileSync(join(out, "build.json"), "{}");
  prepareOut(out);
  expect(existsSync(out)).toBe(true);
});

test.each([
  ["a folder of something else", "full", "photo.jpg"],
  ["a file", "full/photo.jpg", "is a file"],
  ["below a file", "full/photo.jpg/x", "is a file"],
  ["a link to nothing", "link", "leads nowhere"],
  ["where no folder can be made", "/proc/pivert/x", "/proc/pivert"],
])("refuses %s", (_what, path, found) => {
  const at = folder();
  mkdirSync(join(at, "full"));
  writeFileSync(join(at, "full/photo.jpg"), "");
  symlinkSync(join(at, "gone"), join(at, "link"));
  const out = resolve(at, path);
  expect(() => prepareOut(out)).toThrow(OutputError);
  expect(() => prepareOut(out)).toThrow(found);
});
