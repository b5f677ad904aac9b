/** The disk of the platform's data fills up, to the last kilobyte or almost, and is given room again. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Done, findLost } from "./busy-editors.ts";
import { eventually, postText, testHost } from "./test-host.ts";

/** What is left on the disk, in kilobytes. */
const LEFT = process.env.PIVERT_LONG ? [0, 4, 16, 32, 64, 128, 256, 512, 1024, 2048] : [0, 256];
const MEGABYTES = 400;

const mounts = process.getuid?.() === 0 && canMount();
if (!mounts) console.warn("Full disk: not tested, since only root may mount a small one.");

test.runIf(mounts)(
  "a full disk refuses in French, breaks nothing, and all goes on when there is room again",
  {
    timeout: 1_800_000,
  },
  async () => {
    const disk = smallDisk();
    const host = await testHost(["velo", "chorale"], 5, join(disk, "data"));
    const editor = await host.editor("velo");
    const home = await host.visit("velo", "/");
    const done: Done[] = [];
    const refused: string[] = [];
    let [texts, full] = [0, 0];
    const write = async (): Promise<string | undefined> => {
      const mark = `marque${texts++}fin`;
      const path = `posts/${mark}.md`;
      const saved = await editor.save(path, postText(mark, `Voici ${mark}.`), null);
      if (saved.status !== 200) return void refused.push(saved.text);
      const text: Done = { site: "velo", path, mark, published: false };
      done.push(text);
      const published = await editor.publish(path);
      if (published.status !== 200) return void refused.push(published.text);
      text.published = true;
      return JSON.parse(published.text).revision;
    };

    for (const left of LEFT) {
      fill(disk, left);
      // Room is used up by what is saved, until nothing is.
      for (let text = 0; text < 20; text++) {
        const revision = await write();
        if (revision === undefined) break;
        await eventually("live or failed", async () => {
          const { state, error } = await editor.publication(revision);
          if (state === "failed") full += Number(/place/.test(error ?? ""));
          return state === "live" || state === "failed";
        });
      }
      // Visitors see whole pages of the last good release.
      expect(host.findDamage()).toEqual([]);
      expect((await host.visit("velo", "/")).length).toBeGreaterThanOrEqual(home.length);
      rmSync(join(disk, "filler"));
      await host.allLive();
      expect(findLost(host, done)).toEqual([]);
      expect(await write()).toBeDefined();
      await host.allLive();
      expect(await host.visit("velo", `/actualites/${done.at(-1)?.mark}/`)).toContain(`Voici ${done.at(-1)?.mark}`);
      expect(host.findDamage()).toEqual([]);
    }
    expect(refused.length).toBeGreaterThan(0);
    for (const words of refused) expect(words).toContain("plus de place sur le disque");
    console.log(
      `${LEFT.length} full disks: ${done.length} saves, ${refused.length} refused, ${full} builds without room`,
    );
  },
);

/** A disk of its own, in memory. */
function smallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), "pivert-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${MEGABYTES}m,mode=755`, "none", folder]);
  onTestFinished(() => {
    execFileSync("umount", ["--lazy", folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function fill(disk: string, left: number): void {
  const { bavail, bsize } = statfsSync(disk);
  execFileSync("fallocate", ["--length", String(bavail * bsize - left * 1024), join(disk, "filler")]);
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "pivert-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "none", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
