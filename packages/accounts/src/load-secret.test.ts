import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadSecret } from "./load-secret.ts";

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "pivert-accounts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "data", "secret");
}

test("is made once, of 256 bits, for its owner alone", () => {
  const file = temporaryFile();
  const secret = loadSecret(file);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(loadSecret(file)).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(loadSecret(temporaryFile())).not.toBe(secret);
});

test("is made again when a full disk left it empty", () => {
  const file = temporaryFile();
  loadSecret(file);
  writeFileSync(file, "");
  const secret = loadSecret(file);
  expect(secret).toHaveLength(43);
  expect(readFileSync(file, "utf8")).toBe(secret);
});
