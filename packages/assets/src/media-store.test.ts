import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openMediaStore } from "./media-store.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const BYTES = Buffer.from("un long document");
const SHA256 = createHash("sha256").update(BYTES).digest("hex");

describe("openMediaStore", () => {
  test("keeps bytes under their hash, and gives them back", async () => {
    const folder = temporaryFolder();
    const store = openMediaStore(folder);
    expect(store.has(SHA256)).toBe(false);
    expect(await store.add(BYTES)).toEqual({ sha256: SHA256, size: BYTES.length });
    expect(store.has(SHA256)).toBe(true);
    expect(store.pathOf(SHA256)).toBe(join(folder, SHA256.slice(0, 2), SHA256.slice(2)));
    expect(readFileSync(store.pathOf(SHA256))).toEqual(BYTES);
    expect(Buffer.from(await store.read(SHA256))).toEqual(BYTES);
  });

  test("copies a file, however large and whatever its name", async () => {
    const folder = temporaryFolder();
    const large = Buffer.alloc(3_000_000, "pivert");
    const path = join(folder, "Compte rendu d’août.pdf");
    writeFileSync(path, large);
    const store = openMediaStore(join(folder, "media"));
    const { sha256, size } = await store.add(path);
    expect(size).toBe(large.length);
    expect(Buffer.compare(await store.read(sha256), large)).toBe(0);
    expect(readFileSync(path).length).toBe(large.length);
  });

  test("keeps an empty file, and one that is added several times at once", async () => {
    const store = openMediaStore(temporaryFolder());
    const empty = await store.add(new Uint8Array());
    expect(empty.size).toBe(0);
    expect((await store.read(empty.sha256)).length).toBe(0);
    await Promise.all([1, 2, 3, 4].map(() => store.add(BYTES)));
    expect(Buffer.from(await store.read(SHA256))).toEqual(BYTES);
  });

  test("leaves nothing of a file that cannot be read", async () => {
    const folder = temporaryFolder();
    await expect(openMediaStore(folder).add(join(folder, "missing"))).rejects.toThrow(/ENOENT/);
    expect(readdirSync(folder)).toEqual(["unfinished"]);
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
  });

  test("says that a file is missing, and what to do", async () => {
    await expect(openMediaStore(temporaryFolder()).read(SHA256)).rejects.toMatchObject({
      code: "missing-media",
      sha256: SHA256,
      message: expect.stringContaining("fetch it from the machine"),
    });
  });

  test.each([
    ["changed", "un long dokument"],
    ["cut short", "un long"],
    ["emptied", ""],
  ])("never gives a file that was %s, and is mended by adding it again", async (_, damaged) => {
    const store = openMediaStore(temporaryFolder());
    await store.add(BYTES);
    writeFileSync(store.pathOf(SHA256), damaged);
    await expect(store.read(SHA256)).rejects.toMatchObject({ code: "damaged-media", sha256: SHA256 });
    await store.add(BYTES);
    expect(Buffer.from(await store.read(SHA256))).toEqual(BYTES);
  });

  test.each(["", "../../../etc/passwd", SHA256.toUpperCase(), `${SHA256}/..`, `${SHA256}\n`, SHA256.slice(1)])(
    "%j is no hash and reaches no file",
    async (name) => {
      const store = openMediaStore(temporaryFolder());
      expect(() => store.pathOf(name)).toThrow(TypeError);
      expect(() => store.has(name)).toThrow(TypeError);
      await expect(store.read(name)).rejects.toThrow(TypeError);
    },
  );
});
