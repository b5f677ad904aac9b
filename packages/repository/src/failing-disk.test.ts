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

/** Which call fails: the nth (from 1; 0 for none) of those of one name. */
const disk = vi.hoisted(() => ({ name: "", nth: 0, code: "", calls: 0, failed: false }));

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs/promises")>();
  /** Counts a call, and gives the error that it shall end with. */
  const failureOf = (name: string): Error | undefined => {
    if (name !== disk.name || ++disk.calls !== disk.nth) return undefined;
    disk.failed = true;
    return Object.assign(new Error(`${disk.code}: ${name}`), { code: disk.code, syscall: name });
  };
  type Call = (...args: unknown[]) => Promise<unknown>;
  const cutShort = (arg: unknown) => (typeof arg === "string" ? arg.slice(0, 5) : Buffer.from("half"));
  const failable = (target: object, name: string): Call => {
    const call = Reflect.get(target, name) as Call;
    return async (...args) => {
      const failure = failureOf(name);
      // A file is closed, or is cut short, by a call that fails.
      if (failure && name === "close") await call.apply(target, args);
      if (failure && name === "writeFile") await call.apply(target, args.map(cutShort));
      if (failure) throw failure;
      // Nothing here stops the machine: what is flushed in earnest costs half of the time and shows nothing.
      return name === "sync" ? undefined : call.apply(target, args);
    };
  };
  const names = ["mkdir", "rename", "unlink", "symlink", "readlink", "lstat", "readdir", "readFile"] as const;
  const open: Call = async (...args) => {
    const failure = failureOf("open");
    if (failure) throw failure;
    const file = await real.open(...(args as Parameters<typeof real.open>));
    const calls = ["writeFile", "sync", "close"].map((name) => [name, failable(file, name)]);
    return { __proto__: file, ...Object.fromEntries(calls) };
  };
  return { ...real, ...Object.fromEntries(names.map((name) => [name, failable(real, name)])), open };
});

afterEach(() => {
  disk.nth = 0;
});

/** What every save calls, and what only some saves call. */
const ALWAYS = ["mkdir", "open", "writeFile", "sync", "close", "rename", "unlink", "symlink", "readlink", "readFile"];
const SOMETIMES = ["lstat", "readdir"];

const KINDS = ["EIO", "ENOSPC", "EMFILE"];
const LONG = process.env.PIVERT_LONG !== undefined;
const ENTRY = { collection: "posts", slug: "velo" };

async function textOf(repository: string, path: string, branch = "main"): Promise<string> {
  const file = await readFileAt(repository, (await head(repository, branch)) ?? "", path);
  return String(file?.content);
}

/**
 * Runs work as often as it makes calls, each time with another one failing: the first `mkdir`, the second, …, the first
 * `open`, and so on. Returns the names of those that failed.
 */
async function failEach(
  work: (round: string) => Promise<unknown>,
  check: (round: string, failed: boolean) => Promise<void>,
) {
  const failures: string[] = [];
  let rounds = 0;
  // The number of calls differs with the folders that are there already: a second round must find none to fail.
  for (const code of LONG ? KINDS : ["mixed"])
    for (const name of [...ALWAYS, ...SOMETIMES])
      for (let [nth, missed] = [1, 0]; missed < 2; nth++) {
        const round = `${code}-${name}-${nth}`;
        Object.assign(disk, {
          name,
          nth,
          code: code === "mixed" ? KINDS[rounds++ % 3] : code,
          calls: 0,
          failed: false,
        });
        const error = await work(round).then(
          () => undefined,
          (cause) => cause,
        );
        disk.nth = 0;
        if (disk.failed) failures.push(name);
        else missed++;
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
    expect(new Set(failures)).toEqual(new Set(ALWAYS));
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
    expect(new Set(failures)).toEqual(new Set(ALWAYS));
    const more = await failEach(
      async (round) => {
        const { nth } = disk;
        disk.nth = 0;
        await draft(round);
        Object.assign(disk, { nth, calls: 0 });
        return publish();
      },
      async (round, failed) => {
        if (!failed) expect(await textOf(repository, "posts/velo.md")).toBe(`${round}\n`);
        if (await readDraft(repository, ENTRY)) await publish();
        expect(await textOf(repository, "posts/velo.md")).toBe(`${round}\n`);
        expect(await readDraft(repository, ENTRY)).toBeUndefined();
      },
    );
    expect(new Set(more)).toEqual(new Set(ALWAYS));
    git(repository, ["fsck", "--full", "--strict"]);
  });
});
