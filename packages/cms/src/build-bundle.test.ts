import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { PATCHES, patchSource } from "./decap-patches.ts";
import { testBundle } from "./testing/editing-page.ts";

test("the first load is at most 0.9 MB of brotli, and evaluates no text as code", async () => {
  const { folder } = await testBundle();
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const sizes = scripts.map((name) => brotliCompressSync(readFileSync(join(folder, name))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(900_000);
  for (const name of scripts)
    expect(readFileSync(join(folder, name), "utf8")).not.toMatch(/new Function\(["'`][^)]*return (?!this)/);
});

test("a second build is the first one", async () => {
  const [first, second] = [await testBundle(), await testBundle()];
  expect(second).toEqual(first);
});

test("a patch that no longer fits stops the build", () => {
  expect(() => patchSource(`/x/node_modules/${PATCHES[0]?.file}`, "something else")).toThrow(/Decap has changed/);
  expect(patchSource("/x/other.js", "as it stands")).toBe("as it stands");
});
