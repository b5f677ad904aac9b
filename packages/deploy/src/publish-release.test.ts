import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { publishRelease } from "./publish-release.ts";
import { currentRelease, listReleases } from "./releases.ts";
import { removalsEnded } from "./remove-later.ts";
import { rollBack } from "./roll-back.ts";

let root: string;
let built: string;
let releases: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pivert-deploy-"));
  built = join(root, "built");
  releases = join(root, "releases");
});
afterEach(async () => {
  await removalsEnded();
  rmSync(root, { recursive: true, force: true });
});

/** Replaces files as the builder does: never writing into one that may be linked. */
function write(files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    const path = join(built, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, content);
    renameSync(`${path}.tmp`, path);
  }
}

const live = (file: string) => readFileSync(join(releases, "current", "site", file), "utf8");
const publish = (revision: string, keep?: number) => publishRelease({ built, releases, revision, keep });

test("publishes, keeps what was live until the switch, and goes back", () => {
  write({ "index.html": "un" });
  const first = publish("r1");
  write({ "index.html": "deux" });
  expect(live("index.html")).toBe("un");
  const second = publish("r2");
  expect(live("index.html")).toBe("deux");
  expect(currentRelease(releases)?.revision).toBe("r2");
  expect(listReleases(releases).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(rollBack(releases).id).toBe(first.id);
  expect(live("index.html")).toBe("un");
  expect(() => rollBack(releases)).toThrow(/no earlier release/);
  expect(() => rollBack(releases, "nope")).toThrow(/Known: /);
  expect(rollBack(releases, second.id).id).toBe(second.id);
});

test("hashed files of the last releases stay reachable, older ones go", async () => {
  for (const number of [1, 2, 3, 4]) {
    rmSync(built, { recursive: true, force: true });
    write({
      "index.html": `page ${number}`,
      [`_theme/style.${number}.css`]: `css ${number}`,
      [`media/_/photo-${number}.avif`]: "x",
    });
    publish(`r${number}`, 3);
  }
  await removalsEnded();
  expect(readdirSync(releases).filter((name) => name !== "current")).toEqual(
    listReleases(releases)
      .map(({ id }) => id)
      .reverse(),
  );
  expect(readdirSync(join(releases, "current", "site", "_theme")).sort()).toEqual([
    "style.2.css",
    "style.3.css",
    "style.4.css",
  ]);
  expect(readdirSync(join(releases, "current", "site", "media", "_")).sort()).toEqual([
    "photo-2.avif",
    "photo-3.avif",
    "photo-4.avif",
  ]);
  expect(listReleases(releases)).toHaveLength(3);
});

/** Every file of a folder, with what it holds. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

test("a release that takes over the names of an old one holds what was built and nothing else", () => {
  const versions: Record<string, string>[] = [
    { "index.html": "1", "a/index.html": "a", "b/index.html": "b" },
    { "index.html": "2", "a/index.html": "a", b: "a file where there was a folder" },
    { "index.html": "3", "a/index.html": "a", "b/c/index.html": "and a folder again" },
    { "index.html": "4", "d/index.html": "d" },
    { "index.html": "5", "a/index.html": "another" },
    { "index.html": "6", "a/index.html": "another", "a/index.html.br": "br" },
    { "index.html": "1", "a/index.html": "a", "b/index.html": "b" },
  ];
  for (const [index, files] of versions.entries()) {
    rmSync(built, { recursive: true, force: true });
    write(files);
    publish(`r${index}`, 2);
    expect(contentOf(join(releases, "current", "site"))).toEqual(Object.fromEntries(Object.entries(files).sort()));
    expect(contentOf(join(releases, "current", "site"))).toEqual(contentOf(built));
  }
});

test("what did not change keeps its names on the disk", () => {
  write({ "index.html": "1", "a/index.html": "a" });
  const folders = ["r1", "r2", "r3"].map((revision) => statSync(join(publish(revision, 2).folder, "site", "a")).ino);
  expect(folders[2]).toBe(folders[0]);
  expect(folders[1]).not.toBe(folders[0]);
});

test("the release that somebody went back to stays until the next is live", () => {
  for (const number of [1, 2, 3]) {
    write({ "index.html": `${number}` });
    publish(`r${number}`, 3);
  }
  rollBack(releases, listReleases(releases)[2]?.id);
  const before = live("index.html");
  write({ "index.html": "4" });
  publish("r4", 3);
  expect([before, live("index.html")]).toEqual(["1", "4"]);
  expect(listReleases(releases).map(({ revision }) => revision)).toEqual(["r4", "r3", "r2"]);
});

test("what a killed deploy left is swept, and is never live", async () => {
  write({ "index.html": "un" });
  publish("r1");
  mkdirSync(join(releases, ".tmp-20990101-000000-001", "site"), { recursive: true });
  mkdirSync(join(releases, ".old-20260101-000000-001", "site"), { recursive: true });
  mkdirSync(join(releases, "20990101-000000-002"), { recursive: true });
  expect(listReleases(releases)).toHaveLength(1);
  publish("r2");
  await removalsEnded();
  expect(readdirSync(releases).filter((name) => /^\.(tmp|old)-/.test(name))).toEqual([]);
});

describe("kill -9 in a deploy, with readers", () => {
  const ROUNDS = process.env.PIVERT_LONG ? 1000 : 50;
  const publisher = fileURLToPath(new URL("./testing/publish-for-ever.ts", import.meta.url));

  /** Publishes in a child that is killed again and again; reads the live site meanwhile. */
  async function killAndRead(method: "release" | "in-place"): Promise<{ reads: number; faults: string[] }> {
    const faults: string[] = [];
    let reads = 0;
    for (let round = 0; round < ROUNDS && (method === "release" || faults.length === 0); round++) {
      const child = spawn(process.execPath, [publisher, root, method], { stdio: ["ignore", "pipe", "ignore"] });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await once(child.stdout, "data");
      child.stdout.resume();
      const until = performance.now() + 5 + (round % 10) * 12;
      while (performance.now() < until) {
        const fault = readSite(method === "release" ? join(releases, "current", "site") : join(root, "live"));
        if (fault) faults.push(fault);
        reads++;
        await new Promise((resolve) => setImmediate(resolve));
      }
      child.kill("SIGKILL");
      await ended;
      const fault = readSite(method === "release" ? join(releases, "current", "site") : join(root, "live"));
      if (fault) faults.push(fault);
    }
    return { reads, faults };
  }

  /** A page names its version and its stylesheet: what is wrong with what a visitor gets, if anything. */
  function readSite(site: string): string | undefined {
    if (!existsSync(dirname(site))) return undefined;
    try {
      const page = readFileSync(join(site, "index.html"), "utf8");
      const [, version, end] = /^v(\d+) .* v(\d+)$/s.exec(page) ?? [];
      if (version === undefined || version !== end) return `torn page: ${page.slice(0, 30)}`;
      return existsSync(join(site, "_theme", `style.${version}.css`)) ? undefined : `missing stylesheet ${version}`;
    } catch (error) {
      return `missing page: ${(error as NodeJS.ErrnoException).code}`;
    }
  }

  test(`${ROUNDS} kills: no page missing or torn, no stylesheet missing`, { timeout: 600_000 }, async () => {
    write({ "index.html": "v0 x v0", "_theme/style.0.css": "x" });
    publish("r0");
    const { reads, faults } = await killAndRead("release");
    expect(faults).toEqual([]);
    expect(reads).toBeGreaterThan(ROUNDS);
    expect(listReleases(releases).length, "releases were really published").toBeGreaterThan(1);
  });

  test("the same test sees the faults of a copy in place", { timeout: 120_000 }, async () => {
    mkdirSync(join(root, "live", "_theme"), { recursive: true });
    writeFileSync(join(root, "live", "index.html"), "v0 x v0");
    writeFileSync(join(root, "live", "_theme", "style.0.css"), "x");
    cpSync(join(root, "live"), built, { recursive: true });
    expect((await killAndRead("in-place")).faults.length).toBeGreaterThan(0);
  });
});
