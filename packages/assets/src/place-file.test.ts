import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { placeFile } from "./place-file.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

describe("placeFile", () => {
  test("links into folders that it makes, sharing the bytes on disk", () => {
    const folder = temporaryFolder();
    const [from, to] = [join(folder, "cached"), join(folder, "release/images/a.avif")];
    writeFileSync(from, "image");
    placeFile(from, to);
    expect(readFileSync(to, "utf8")).toBe("image");
    expect(statSync(to).ino).toBe(statSync(from).ino);
  });

  test("replaces what is there, and leaves nothing beside it", () => {
    const folder = temporaryFolder();
    const [from, to] = [join(folder, "cached"), join(folder, "a.avif")];
    writeFileSync(from, "new");
    writeFileSync(to, "old");
    placeFile(from, to);
    placeFile(from, to);
    expect(readFileSync(to, "utf8")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["a.avif", "cached"]);
  });

  test("replaces a symbolic link rather than what it points to", () => {
    const folder = temporaryFolder();
    const [from, to, secret] = [join(folder, "cached"), join(folder, "a.avif"), join(folder, "secret")];
    writeFileSync(from, "new");
    writeFileSync(secret, "untouched");
    symlinkSync(secret, to);
    placeFile(from, to);
    expect(readFileSync(secret, "utf8")).toBe("untouched");
    expect(readFileSync(to, "utf8")).toBe("new");
  });

  test.skipIf(!existsSync("/dev/shm"))("copies to another device", () => {
    const folder = temporaryFolder();
    const other = temporaryFolder("/dev/shm");
    const [from, to] = [join(folder, "cached"), join(other, "images/a.avif")];
    writeFileSync(from, "image");
    for (let time = 0; time < 2; time++) placeFile(from, to);
    expect(statSync(to).dev).not.toBe(statSync(from).dev);
    expect(readFileSync(to, "utf8")).toBe("image");
    expect(readdirSync(join(other, "images"))).toEqual(["a.avif"]);
  });

  test("says that there is no such file, and leaves nothing", () => {
    const folder = temporaryFolder();
    expect(() => placeFile(join(folder, "missing"), join(folder, "a.avif"))).toThrow(/ENOENT/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
