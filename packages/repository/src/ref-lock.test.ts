import { spawn } from "node:child_process";
import { once } from "node:events";
import { lutimesSync, readdirSync, readFileSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OWNER, stateOf } from "./lock-owner.ts";
import { lockRef } from "./ref-lock.ts";
import { git } from "./testing/git-repository.ts";
import { headOf, save, siteRepository } from "./testing/site-repository.ts";
import { writeIn } from "./testing/temporary-folder.ts";

const REF = "refs/heads/main";
const of = (pid: number | string) => OWNER.replace(`|${process.pid}|`, `|${pid}|`);
const lockOf = (repository: string) => join(repository, `${REF}.lock`);
const locks = (repository: string) => readdirSync(join(repository, "refs/heads")).filter((name) => name !== "main");
const leftovers = (repository: string) => readdirSync(repository).filter((name) => name.startsWith("pivert-"));

describe("a lock", () => {
  test("keeps native git out, as git's keeps us out", async () => {
    const repository = await siteRepository({ "a.md": "a" });
    const before = await headOf(repository);
    const lock = await lockRef(repository, REF);
    expect(() => git(repository, ["-c", "core.filesRefLockTimeout=50", "update-ref", REF, before, before])).toThrow(
      /File exists/,
    );
    await lock.release();
    git(repository, ["update-ref", REF, before, before]);
    writeFileSync(lockOf(repository), "");
    await expect(lockRef(repository, REF, 100)).rejects.toMatchObject({
      code: "busy",
      message: expect.stringContaining("main.lock"),
    });
  });

  test("is waited for", async () => {
    const repository = await siteRepository({ "a.md": "a" });
    writeFileSync(lockOf(repository), "");
    setTimeout(() => unlinkSync(lockOf(repository)), 200);
    const started = performance.now();
    await save(repository, "b.md", "b");
    expect(performance.now() - started).toBeGreaterThan(150);
  });

  test.each<[string, (repository: string) => void]>([
    ["a process that is no more", (repository) => symlinkSync(of(4194304), lockOf(repository))],
    ["a process whose number another has now", (repository) => symlinkSync(of(1), lockOf(repository))],
    [
      "this process, which a failing disk kept from removing it",
      (repository) => symlinkSync(`${OWNER}|999`, lockOf(repository)),
    ],
    [
      "another machine, long ago",
      (repository) => {
        symlinkSync("pivert-lock|elsewhere|12|34|56", lockOf(repository));
        lutimesSync(lockOf(repository), 0, Date.now() / 1000 - 100);
      },
    ],
    [
      "native git, long ago",
      (repository) => {
        writeFileSync(lockOf(repository), "");
        utimesSync(lockOf(repository), 0, Date.now() / 1000 - 100);
      },
    ],
  ])("of %s is broken", async (_whose, leave) => {
    const repository = await siteRepository({ "a.md": "a" });
    leave(repository);
    writeIn(repository, "pivert-tmp-4194304-0-main", "half");
    symlinkSync(of(4194304), join(repository, "pivert-break.lock"));
    await save(repository, "b.md", "b");
    expect(locks(repository)).toEqual([]);
    if (_whose === "a process that is no more") expect(leftovers(repository)).toEqual([]);
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test.each<[string, (repository: string) => void]>([
    ["another thread of this process", (repository) => symlinkSync(`${OWNER}x|0`, lockOf(repository))],
    ["another machine, just now", (repository) => symlinkSync("pivert-lock|elsewhere|12|34|56", lockOf(repository))],
    ["native git, just now", (repository) => writeFileSync(lockOf(repository), "")],
  ])("of %s is left alone", async (_whose, leave) => {
    const repository = await siteRepository({ "a.md": "a" });
    leave(repository);
    await expect(lockRef(repository, REF, 100)).rejects.toMatchObject({ code: "busy" });
    expect(locks(repository)).toEqual(["main.lock"]);
  });

  test("that was taken away moves nothing, nor does a branch that moved", async () => {
    const repository = await siteRepository({ "a.md": "a" });
    const before = await headOf(repository);
    const lock = await lockRef(repository, REF);
    expect(await lock.move("0".repeat(40), "1".repeat(40))).toBe(false);
    unlinkSync(lockOf(repository));
    symlinkSync(of(1), lockOf(repository));
    expect(await lock.move(before, "1".repeat(40))).toBe(false);
    await lock.release();
    expect(locks(repository)).toEqual(["main.lock"]);
    expect(await headOf(repository)).toBe(before);
    expect(leftovers(repository)).toEqual([]);
  });
});

test("knows who runs", async () => {
  expect(stateOf(OWNER)).toBe("alive");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const pid = child.pid ?? 0;
  const start = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
  const owner = OWNER.split("|").with(2, `${pid}`).with(3, `${start}`).join("|");
  expect(stateOf(owner)).toBe("alive");
  expect(stateOf(of(pid))).toBe("dead");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(stateOf(owner)).toBe("dead");
  for (const stranger of ["git", "", "pivert-lock|elsewhere|1|2|3", OWNER.replace(`${process.pid}`, "x")])
    expect(stateOf(stranger)).toBe("elsewhere");
});
