/** Nothing written is lost, and nothing is called saved that is not: whatever the server takes to answer. */
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  editorText,
  findChromium,
  goOnWriting,
  goTo,
  launch,
  openEntry,
  openPage,
  save,
  testBundle,
  type Watched,
  writeIntoWord,
} from "./testing/editing-page.ts";
import { type MemoryServer, startMemoryServer } from "./testing/memory-server.ts";
import { siteConfig, testSite } from "./testing/site-files.ts";

const here = findChromium() ? describe : describe.skip;
const POST = "posts/2026-11-10-hiver.md";
const KEY = "posts/2026-11-10-hiver";
const HASH = "#/collections/posts/entries/2026-11-10-hiver";
const OTHER = "posts/2026-11-12-été.md";

here("saving", () => {
  let browser: Browser;
  let bundle: string;
  let server: MemoryServer;
  let watched: Watched;

  const draft = () => server.drafts.get(KEY)?.files.get(POST)?.text;
  const status = (words: string) => watched.page.getByText(words, { exact: true }).first().waitFor();
  const title = () => watched.page.getByLabel("Titre", { exact: false }).first();

  beforeAll(async () => {
    [browser, { folder: bundle }] = await Promise.all([launch(), testBundle()]);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    const files = testSite({
      [POST]: "---\ntitle: L’hiver\ndate: 2026-11-10\n---\n\nUn texte _simple_.\n",
      [OTHER]: "---\ntitle: L’été\ndate: 2026-11-12\n---\n\nUne autre nouvelle.\n",
    });
    server = await startMemoryServer({ bundle, config: siteConfig(files), files });
    watched = await openPage(browser, server.url);
  });
  afterEach(async () => {
    expect(watched.errors).toEqual([]);
    await watched.page.close();
    await server.close();
  });

  test.each(["the first save", "a later save"])(
    "what is written during %s stays, and is not called saved",
    async (which) => {
      const { page } = watched;
      await openEntry(page, HASH);
      if (which === "a later save") {
        await writeIntoWord(page, "hjh");
        await save(page);
        await status("Enregistré");
      }
      await writeIntoWord(page, "zqz");
      const answer = server.hold("persistEntry");
      await save(page);
      await answer.arrived;
      await page.getByRole("button", { name: "Enregistrement…" }).waitFor();
      await goOnWriting(page, "kwk");
      await expect.poll(() => editorText(page)).toContain("zqzkwk");
      answer.release();
      await page.getByText("Enregistré, sauf ce que vous avez écrit depuis").waitFor();
      await status("Pas encore enregistré");
      expect(draft()).not.toContain("kwk");
      expect(await editorText(page)).toContain("zqzkwk");
      await save(page);
      await status("Enregistré");
      expect(draft()).toContain("zqzkwk");
      expect(server.log.filter((action) => action === "persistEntry")).toHaveLength(which === "a later save" ? 3 : 2);
    },
  );

  test("the cursor stays where it is: one goes on writing after a save", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    await save(page);
    await status("Enregistré");
    await goOnWriting(page, "kwk");
    await status("Pas encore enregistré");
    expect(await editorText(page)).toContain("zqzkwk");
  });

  test("what is written while a new entry is created stays, under its new address", async () => {
    const { page } = watched;
    await goTo(page, "#/collections/posts/new");
    await title().fill("Le printemps");
    await status("Pas encore enregistré");
    const answer = server.hold("persistEntry");
    await save(page);
    await answer.arrived;
    await title().fill("Le printemps revient");
    answer.release();
    await status("Pas encore enregistré");
    await page.waitForURL(/#\/collections\/posts\/entries\/\d{4}-\d\d-\d\d-le-printemps$/);
    expect(await title().inputValue()).toBe("Le printemps revient");
    await save(page);
    await status("Enregistré");
    expect([...server.drafts.keys()]).toEqual([expect.stringMatching(/-le-printemps$/)]);
    const [[, created] = []] = [...server.drafts.values()].map(({ files }) => [...files][0] ?? []);
    expect(created?.text).toContain("title: Le printemps revient");
    expect(watched.dialogs).toEqual([]);
  });

  test("what is written during a publication stays, and the next save starts from what was published", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    const answer = server.hold("publishUnpublishedEntry");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await answer.arrived;
    await goOnWriting(page, "kwk");
    await status("Pas encore enregistré");
    answer.release();
    await page.getByRole("status").getByText("En ligne").waitFor();
    await status("Pas encore enregistré");
    expect(await editorText(page)).toContain("zqzkwk");
    expect(server.published.get(POST)).not.toContain("kwk");
    await save(page);
    await status("Enregistré");
    expect(draft()).toContain("zqzkwk");
  });

  test("« Publier » waits for the save under way, and sends what was written since", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    const answer = server.hold("persistEntry");
    await save(page);
    await answer.arrived;
    await goOnWriting(page, "kwk");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    answer.release();
    await page.getByRole("status").getByText("En ligne").waitFor();
    expect(server.published.get(POST)).toContain("zqzkwk");
  });

  test("going back to the published text is a change of the draft, to be saved like another", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await title().fill("Autre");
    await save(page);
    await status("Enregistré");
    await title().fill("L’hiver");
    await status("Pas encore enregistré");
    await save(page);
    await status("Enregistré");
    expect(draft()).toBe(server.published.get(POST));
  });

  test("a save that fails keeps the text, and says so", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    await page.route("**/api/entries", (route) => route.abort());
    await save(page);
    await page.getByText("Le serveur ne répond pas").first().waitFor();
    await status("Pas encore enregistré");
    await page.unroute("**/api/entries");
    await save(page);
    await status("Enregistré");
    expect(draft()).toContain("zqz");
  });

  test("an answer that comes late does not take the place of another entry", async () => {
    const { page } = watched;
    await goTo(page, "#/collections/posts");
    await page.getByText("L’hiver").first().waitFor();
    const answer = server.hold("getEntry");
    await goTo(page, HASH);
    await answer.arrived;
    await goTo(page, "#/collections/posts");
    answer.release();
    await openEntry(page, "#/collections/posts/entries/2026-11-12-été");
    await writeIntoWord(page, "zqz");
    await page.waitForLoadState("networkidle");
    expect(await title().inputValue()).toBe("L’été");
    await save(page);
    await status("Enregistré");
    expect(server.drafts.get("posts/2026-11-12-été")?.files.get(OTHER)?.text).toContain("zqz");
  });

  test("a page left with something unsaved is found again, and saved without a conflict", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await title().fill("Un brouillon");
    await save(page);
    await status("Enregistré");
    await title().fill("Presque perdu");
    await status("Pas encore enregistré");
    await goTo(page, "#/collections/posts");
    await page.getByText("L’été").first().waitFor();
    expect(watched.dialogs).toEqual([expect.stringContaining("sera gardé sur cet appareil")]);
    // As after a crash of the browser: what is in memory is gone.
    await page.reload();
    await page.locator(".pv-sidebar").waitFor();
    await goTo(page, HASH);
    await status("Pas encore enregistré");
    expect(watched.dialogs.at(-1)).toContain("Un texte non enregistré a été retrouvé");
    expect(await title().inputValue()).toBe("Presque perdu");
    await save(page);
    await status("Enregistré");
    expect(draft()).toBe("---\ntitle: Presque perdu\ndate: 2026-11-10\n---\n\nUn texte _simple_.\n");
  });

  test("a copy of an entry replaces nothing", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await page.getByRole("button", { name: "En ligne" }).click();
    await page.getByText("Dupliquer").click();
    await title().fill("L’hiver, suite");
    await save(page);
    await status("Enregistré");
    const [path, copy] = [...([...server.drafts.values()][0]?.files ?? [])][0] ?? [];
    expect(path).toMatch(/-l-hiver-suite\.md$/);
    expect(copy?.text).toContain("Un texte _simple_.");
    expect(server.published.get(POST)).toContain("title: L’hiver\n");
  });

  test("an entry taken off the site stays as a draft", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    const before = server.published.get(POST);
    await page.getByRole("button", { name: "En ligne" }).click();
    await page.getByText("Retirer du site").click();
    await expect.poll(() => draft()).toBe(before);
    expect(server.published.has(POST)).toBe(false);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});
