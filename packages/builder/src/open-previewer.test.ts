import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ContentError } from "@pivert/model";
import { commit, head, saveDraft, seedRepository } from "@pivert/repository";
import { entry } from "@pivert/test-site";
import { expect, onTestFinished, test } from "vitest";
import { openPreviewer, PreviewError, type PreviewerOptions, type PreviewRequest } from "./open-previewer.ts";

const AUTHOR = { name: "Inès Cardoso", email: "ines@asso.example" };
const ROOT = join(import.meta.dirname, "..", "..", "..");
const SITE = "name: Essai\nurl: https://essai.example\ntheme: { name: plain }\n";
const POST = "posts/2026-05-02-balade.md";

/** A repository of these files, and a previewer of it. */
async function previewed(files: Record<string, string>, options: Partial<PreviewerOptions> = {}) {
  const root = mkdtempSync(join(tmpdir(), "pivert-preview-"));
  const repository = join(root, "essai.git");
  await seedRepository({ repository, folder: mkdtempSync(join(root, "empty-")), author: AUTHOR });
  const changes = Object.entries({ "site.yaml": SITE, ...files }).map(([path, content]) => ({ path, content }));
  await commit({ repository, changes, author: AUTHOR, message: "Commence" });
  const folders = {
    themes: join(ROOT, "packages", "test-site", "themes"),
    cache: join(ROOT, "data", "test-cache"),
    media: join(root, "media"),
  };
  const previewer = openPreviewer({ folders, state: join(root, "state"), ...options });
  onTestFinished(() => {
    previewer.close();
    rmSync(root, { recursive: true, force: true });
  });
  /** Keeps a draft of a file. @returns its revision */
  const draft = async (path: string, content: string) => {
    const entry = { collection: "posts", slug: path.replace(/^.*\/|\.\w+$/g, "") };
    const saved = await saveDraft({
      repository,
      entry,
      changes: [{ path, content }],
      author: AUTHOR,
      message: "Brouillon",
    });
    return saved.revision;
  };
  const ask = (request: Pick<PreviewRequest, "revision"> & Partial<PreviewRequest>) =>
    previewer.ask({ site: "essai", repository, ...request });
  const page = async (revision: string, path: string, entry?: string) => {
    const { content } = await ask({ revision, path, entry });
    if (content?.kind !== "page") throw new Error(`${path} is no page`);
    return content;
  };
  return { repository, previewer, draft, ask, page, published: async () => (await head(repository)) ?? "" };
}

test("a draft is shown in its page, in the lists and in the feed, and what is published is not changed", async () => {
  const { draft, ask, page, published } = await previewed({
    [POST]: entry({ title: "Balade", date: "2026-05-02" }, "Une balade."),
  });
  const revision = await draft(POST, entry({ title: "Balade au lac", date: "2026-05-02" }, "Une **belle** balade."));
  expect(await ask({ revision, entry: POST })).toMatchObject({ entryPath: "/actualites/balade/", problems: [] });
  expect((await page(revision, "/actualites/balade/")).html).toContain("<strong>belle</strong> balade");
  expect((await page(revision, "/actualites/")).html).toContain("Balade au lac");
  const feed = await ask({ revision, path: "/actualites/rss.xml" });
  const bytes = feed.content?.kind === "file" ? feed.content.bytes : "";
  expect(Buffer.from(bytes).toString()).toContain("Balade au lac");
  // From one commit to the other and back, as two editors may ask.
  expect((await page(await published(), "/actualites/balade/")).html).toContain("Une balade.");
  expect((await page(revision, "/actualites/balade")).html).toContain("<strong>belle</strong> balade");
  expect((await page(await published(), "/actualites/")).html).not.toContain("lac");
});

test("what the site serves beside its pages: the theme’s files, and the site’s own page for what is missing", async () => {
  const { ask, page, published } = await previewed({ "pages/index.md": entry({ title: "Accueil" }) });
  const revision = await published();
  const { status, html } = await page(revision, "/absente/");
  expect([status, html]).toEqual([404, expect.stringContaining("<html")]);
  for (const path of ["/absente.pdf", "/media/absente.jpg", "/../secret.txt"])
    expect((await ask({ revision, path })).content, path).toBeUndefined();
  const [, style = ""] = /<link[^>]+href="([^"]+\.css)"/.exec((await page(revision, "/")).html) ?? [];
  expect((await ask({ revision, path: style })).content).toMatchObject({ kind: "file", type: /^text\/css/ });
});

test("an entry that is not online yet, or no longer, is shown when it is the one asked about", async () => {
  const later = entry({ title: "Plus tard", date: "2026-05-02", publishAt: "2126-01-01" }, "Bientôt.");
  const { draft, page } = await previewed({ "pages/index.md": entry({ title: "Accueil" }) });
  const revision = await draft(POST, later);
  expect((await page(revision, "/actualites/balade/", POST)).html).toContain("Bientôt.");
  expect((await page(revision, "/actualites/balade/")).status).toBe(404);
});

test("what is wrong with an entry is told, and settings that cannot be read stop only their own draft", async () => {
  const { draft, ask, page, published } = await previewed({
    [POST]: entry({ title: "Balade", date: "2026-05-02" }, "Une balade."),
  });
  const wrong = await draft(POST, entry({ title: "Balade", date: "demain" }));
  expect((await ask({ revision: wrong, entry: POST })).problems).toMatchObject([
    { severity: "error", field: "date", editor: expect.stringContaining("« demain »") },
  ]);
  const broken = await draft("site.yaml", "name: Essai\n");
  await expect(ask({ revision: broken, path: "/" })).rejects.toThrow(ContentError);
  expect((await page(await published(), "/actualites/balade/")).html).toContain("Une balade.");
});

test("the process ends when nobody asks, and starts again", async () => {
  const { page, published } = await previewed({ "pages/index.md": entry({ title: "Accueil" }) }, { idle: 50 });
  const revision = await published();
  for (let time = 0; time < 2; time++) {
    expect((await page(revision, "/")).status).toBe(200);
    for (const start = Date.now(); previewWorkers().length > 0; await wait(20))
      if (Date.now() - start > 20_000) throw new Error("the worker did not end within 20 s");
  }
});

/** The processes that make previews for this one. */
function previewWorkers(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, state, parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return state !== "Z" && Number(parent) === process.pid && command.includes("preview-worker.ts");
      } catch {
        // Ended since it was listed.
        return false;
      }
    });
}

test("what takes too long is given up, and the next one is answered", async () => {
  const { ask, page, published, previewer, repository } = await previewed({
    "pages/index.md": entry({ title: "Accueil" }),
  });
  const revision = await published();
  const impatient = openPreviewer({
    folders: { themes: "", cache: "", media: "" },
    state: join(repository, "..", "other"),
    patience: 1,
  });
  onTestFinished(() => impatient.close());
  await expect(impatient.ask({ site: "essai", repository, revision, path: "/" })).rejects.toThrow(PreviewError);
  expect((await page(revision, "/")).status).toBe(200);
  const asked = ask({ revision, path: "/" });
  previewer.close();
  await expect(asked).rejects.toThrow(PreviewError);
});
