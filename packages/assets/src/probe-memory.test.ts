import { execFile } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Probe } from "./image-info.ts";
import { openProbeMemory } from "./probe-memory.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const PHOTO: Probe = { width: 30, height: 20, format: "jpeg", animated: false, alpha: false };

describe("openProbeMemory", () => {
  test("remembers in this process and the next", () => {
    const file = join(temporaryFolder(), "probes.txt");
    const memory = openProbeMemory(file);
    expect(memory.recall("a1")).toBeUndefined();
    memory.remember("a1", PHOTO);
    memory.remember("b2", { refused: "n’est pas une image" });
    for (const each of [memory, openProbeMemory(file)]) {
      expect(each.recall("a1")).toEqual(PHOTO);
      expect(each.recall("b2")).toEqual({ refused: "n’est pas une image" });
      expect(each.recall("c3")).toBeUndefined();
    }
  });

  test("what was found last counts", () => {
    const file = join(temporaryFolder(), "probes.txt");
    const memory = openProbeMemory(file);
    memory.remember("a1", PHOTO);
    memory.remember("a1", { refused: "est abîmée" });
    for (const each of [memory, openProbeMemory(file)]) expect(each.recall("a1")).toEqual({ refused: "est abîmée" });
  });

  test.each(["\nb2 {", '\nb2 {"width":30,"hei', "\nb2", "\nb2 ", "\nb2 null", "\nb2 7", "\n\0\0\0\0", "\nb2 {}"])(
    "a line cut short or damaged (%j) spoils no other",
    (torn) => {
      const file = join(temporaryFolder(), "probes.txt");
      openProbeMemory(file).remember("a1", PHOTO);
      appendFileSync(file, torn);
      openProbeMemory(file).remember("c3", PHOTO);
      const memory = openProbeMemory(file);
      expect(["a1", "b2", "c3"].map(memory.recall)).toEqual([PHOTO, undefined, PHOTO]);
    },
  );

  test("several processes may write at once", async () => {
    const file = join(temporaryFolder(), "probes.txt");
    const script = `
      const { openProbeMemory } = await import(${JSON.stringify(new URL("./probe-memory.ts", import.meta.url).href)});
      const memory = openProbeMemory(process.argv[1]);
      for (let i = 0; i < 500; i++) memory.remember(process.argv[2] + i, ${JSON.stringify(PHOTO)});`;
    const writers = ["a", "b", "c"].map((name) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, file, name]),
    );
    await Promise.all(writers);
    const memory = openProbeMemory(file);
    for (const name of ["a", "b", "c"]) {
      for (let i = 0; i < 500; i++) expect(memory.recall(name + i)).toEqual(PHOTO);
    }
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(1501);
  });
});
