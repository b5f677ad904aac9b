/** Every call to the file system that a save makes fails once: the branch must be as it was, or whole at the new commit. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { discardDraft } from "./discard-draft.ts";
import { publishDraft } from "./publish-draft.ts";
import { readDraft } from "./read-drafts.ts";
import { readFileAt } from "./read-file-at.ts";
import { head } from "./refs.ts";
import { saveDraft } from "./save-draft.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, headOf, save, siteRepository } from "./testing/site-repository.ts";

const disk = vi.hoisted(() => ({ calls: 0, failing: 0, code: "", failed: "" }));

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs/promises")>();
  const fail = (name: string) => {
    if (disk.failing === 0 || ++disk.calls !== disk.failing) return;
    disk.failed = name;
    throw Object.assign(new Error(`${disk.code}: ${name}`), { code: disk.code, syscall: name });
  };
  type Call = (...args: unknown[]) => Promise<unknown>;
  const failable = (target: object, name: string): Call => {
    const call = Reflect.get(target, name) as Call;
    return async (...args) => {
      // A file is closed, or is cut short, by a call that fails.
      if (name === "close") await call.apply(target, args);
      if (name === "writeFile" && disk.calls + 1 === disk.failing)
        await call.call(
          target,
          ...args.map((arg) => (typeof arg === "string" ? arg.slice(0, 5) : Buffer.from("half"))),
        );
      fail(name);
      return name === "close" ? undefined : call.apply(target, args);
    };
  };
  const names = ["mkdir", "rename", "unlink", "symlink", "readlink", "lstat", "readdir", "readFile"] as const;
  const open: Call = async (...args) => {
    fail("open");
    const file = await real.open(...(args as Parameters<typeof real.open>));
    const calls = ["writeFile", "sync", "close"].map((name) => [name, failable(file, name)]);
    return { __proto__: file, ...Object.fromEntries(calls) };
  };
  return { ...real, ...Object.fromEntries(names.map((name) => [name, failable(real, name)])), open };
});

afterEach(() => {
  disk.failing = 0;
});

const KINDS = ["EIO", "ENOSPC", "EMFILE"];
const LONG = process.env.PIVERT_LONG !== undefined;
const ENTRY = { collection: "posts", slug: "velo" };

async function textOf(repository: string, path: string, branch = "main"): Promise<string> {
  const file = await readFileAt(repository, (await head(repository, branch)) ?? "", path);
  return String(file?.content);
}

/** Runs work as often as it makes calls, each time with another one failing. */
async function failEach(
  work: (round: string) => Promise<unknown>,
  check: (round: string, failed: boolean) => Promise<void>,
) {
  const failures: string[] = [];
  // The number of calls differs with the folders that are there already: a few more rounds must find none to fail.
  for (const code of LONG ? KINDS : ["mixed"])
    for (let [call, missed] = [1, 0]; missed < 5; call++) {
      const round = `${code}${call}`;
      Object.assign(disk, { calls: 0, failing: call, code: code === "mixed" ? KINDS[call % 3] : code, failed: "" });
      const error = await work(round).then(
        () => undefined,
        (cause) => cause,
      );
      disk.failing = 0;
      if (disk.failed === "") missed++;
      else failures.push(disk.failed);
      if (error) expect(error).toMatchObject({ code: "not-written", message: expect.stringContaining("save again") });
      await check(round, error !== undefined);
    }
  return failures;
}

describe("when a call fails", () => {
  test("a save is refused or done, and can be done again", async () => {
    const repository = await siteRepository({ "a.md": "0" });
    let before = await headOf(repository);
    const failures = await failEach(
      (round) => save(repository, "posts/a.md", round),
      async (round, failed) => {
        const now = await headOf(repository);
        if (now !== before) expect(await textOf(repository, "posts/a.md")).toBe(round);
        else expect(failed).toBe(true);
        await save(repository, "posts/a.md", round);
        expect(await textOf(repository, "posts/a.md")).toBe(round);
        git(repository, ["fsck", "--full", "--strict"]);
        before = await headOf(repository);
      },
    );
    expect(new Set(failures)).toEqual(
      new Set(["mkdir", "open", "writeFile", "sync", "close", "rename", "unlink", "symlink", "readlink", "readFile"]),
    );
  });

  test("a draft is refused or saved, refused or published, and can be again", async () => {
    const repository = await siteRepository({ "posts/velo.md": "un\n" });
    const draft = (round: string) =>
      saveDraft({
        repository,
        entry: ENTRY,
        changes: [{ path: "posts/velo.md", content: `${round}\n` }],
        author: ADA,
        message: "Brouillon",
      });
    const publish = () => publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie" });
    const failures = await failEach(draft, async (round) => {
      await draft(round);
      expect(await textOf(repository, "posts/velo.md", "drafts/posts/velo")).toBe(`${round}\n`);
      await discardDraft(repository, ENTRY);
    });
    expect(failures.length).toBeGreaterThan(20);
    const more = await failEach(
      async (round) => {
        const { failing } = disk;
        disk.failing = 0;
        await draft(round);
        disk.failing = failing;
        return publish();
      },
      async (round, failed) => {
        if (!failed) expect(await textOf(repository, "posts/velo.md")).toBe(`${round}\n`);
        if (await readDraft(repository, ENTRY)) await publish();
        expect(await textOf(repository, "posts/velo.md")).toBe(`${round}\n`);
        expect(await readDraft(repository, ENTRY)).toBeUndefined();
      },
    );
    expect(more.length).toBeGreaterThan(20);
    git(repository, ["fsck", "--full", "--strict"]);
  });
});
