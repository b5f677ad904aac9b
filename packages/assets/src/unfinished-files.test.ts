import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { openUnfinishedFiles } from "./unfinished-files.ts";

describe("openUnfinishedFiles", () => {
  test("moves a file to its place once it is whole", async () => {
    const folder = temporaryFolder();
    const place = join(folder, "ab/file");
    const files = openUnfinishedFiles(join(folder, "unfinished"));
    const told = await files.write(async (path) => {
      await writeFile(path, "whole");
      expect(readdirSync(folder)).toEqual(["unfinished"]);
      return { place, size: 5 };
    });
    expect(told).toEqual({ place, size: 5 });
    expect(readFileSync(place, "utf8")).toBe("whole");
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
  });

  test("leaves nothing of a file that could not be written", async () => {
    const folder = temporaryFolder();
    const files = openUnfinishedFiles(join(folder, "unfinished"));
    const failing = files.write(async (path) => {
      await writeFile(path, "half");
      throw new Error("no space left");
    });
    await expect(failing).rejects.toThrow("no space left");
    expect(readdirSync(join(folder, "unfinished"))).toEqual([]);
    expect(readdirSync(folder)).toEqual(["unfinished"]);
  });

  test("clears what a killed process left, but not what another one is writing", () => {
    const folder = join(temporaryFolder(), "unfinished");
    mkdirSync(folder);
    writeFileSync(join(folder, "abandoned"), "half");
    utimesSync(join(folder, "abandoned"), new Date(), new Date(Date.now() - 2 * 3_600_000));
    writeFileSync(join(folder, "recent"), "half");
    openUnfinishedFiles(folder);
    expect(readdirSync(folder)).toEqual(["recent"]);
  });
});
