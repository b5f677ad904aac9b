/** The editing page in a real browser, against the protocol kept in memory. */
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  findChromium,
  goTo,
  launch,
  openEntry,
  openPage,
  save,
  testBundle,
  type Watched,
  writeIntoWord,
} from "./testing/editing-page.ts";
import { idOf, type MemoryServer, startMemoryServer } from "./testing/memory-server.ts";
import { siteConfig, testSite } from "./testing/site-files.ts";

const here = findChromium() ? describe : describe.skip;
const POST = "posts/2026-11-10-hiver.md";
const HASH = "#/collections/posts/entries/2026-11-10-hiver";
const KEY = "posts/2026-11-10-hiver";

/** One red pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

/** In the browser: what makes the page wider than its window, the first ten by their classes. */
function sticksOut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > clientWidth,
  );
  return [`${scrollWidth} px`, ...wide.slice(0, 9).map(({ tagName, className }) => `${tagName} ${String(className)}`)];
}

here("the editing page", () => {
  let browser: Browser;
  let bundle: string;
  let server: MemoryServer;
  let watched: Watched;

  beforeAll(async () => {
    [browser, { folder: bundle }] = await Promise.all([launch(), testBundle()]);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    const files = testSite({
      [POST]: "---\ntitle: L’hiver\ndate: 2026-11-10\ntags: [vélo]\n---\n\nUn texte _simple_.\n",
    });
    server = await startMemoryServer({ bundle, config: siteConfig(files), files, media: { "media/rouge.png": PNG } });
    watched = await openPage(browser, server.url);
  });
  afterEach(async () => {
    expect(watched.breaches).toEqual([]);
    expect(watched.errors).toEqual([]);
    await watched.page.close();
    await server.close();
  });

  test("shows lists in French", async () => {
    const { page } = watched;
    await goTo(page, "#/collections/posts");
    await page.getByText("10 novembre 2026 · L’hiver").waitFor();
    expect(await page.locator("#nc-root").textContent()).not.toMatch(
      /\b(Sort|Filter|New|Quick|Search|Workflow|Contents)\b/,
    );
  });

  test("saves a draft, then publishes it and shows where", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    await save(page);
    await page.getByText("Enregistré", { exact: true }).first().waitFor();
    expect(server.drafts.get(KEY)?.files.get(POST)?.text).toContain("zqz");
    expect(server.published.get(POST)).not.toContain("zqz");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await page.getByRole("status").getByRole("link", { name: "roues-libres.example/actualites/" }).waitFor();
    expect(server.published.get(POST)).toBe(
      "---\ntitle: L’hiver\ndate: 2026-11-10\ntags: [vélo]\n---\n\nUn tezqzxte _simple_.\n",
    );
  });

  test("« Publier » saves first, and says so once", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await expect.poll(() => server.published.get(POST)).toContain("zqz");
    expect(watched.dialogs).toEqual(["Publier cette fiche ? Elle sera visible de tous."]);
  });

  test("two saves in a row are no conflict", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    for (const letters of ["zqz", "kwk"]) {
      await writeIntoWord(page, letters);
      await save(page);
      await expect.poll(() => server.drafts.get(KEY)?.files.get(POST)?.text).toContain(letters);
      await page.getByText("Enregistré", { exact: true }).first().waitFor();
    }
  });

  test("creates an entry whose file our schemas take as it is", async () => {
    const { page } = watched;
    await goTo(page, "#/collections/events/new");
    await page.getByLabel("Titre", { exact: false }).first().fill("L’œuvre d’été");
    await page.locator("input[type=date]").first().fill("2027-06-21");
    await page.locator("input[type=time]").first().fill("18:30");
    const tags = page.locator(".pv-tags input:visible");
    await tags.first().fill("Fête");
    await tags.first().press("Enter");
    await save(page);
    await expect.poll(() => [...server.drafts.keys()]).toEqual(["events/2027-06-21-l-oeuvre-d-ete"]);
    const [path, file] = [...(server.drafts.get("events/2027-06-21-l-oeuvre-d-ete")?.files ?? [])][0] ?? [];
    expect(path).toBe("events/2027-06-21-l-oeuvre-d-ete.md");
    expect(file?.text).toBe("---\ntitle: L’œuvre d’été\nstart: 2027-06-21 18:30\ncategories: [Fête]\n---\n");
  });

  test("a page takes its place in the tree, and moves", async () => {
    const { page } = watched;
    await goTo(page, "#/collections/pages/new?path=asso/");
    await page.getByLabel("Titre", { exact: false }).first().fill("Nos statuts");
    await save(page);
    await expect.poll(() => [...server.drafts.keys()]).toEqual(["pages/asso/nos-statuts"]);
    await page.getByText("Enregistré", { exact: true }).first().waitFor();
    const address = page.getByLabel("Adresse de la fiche", { exact: false }).first();
    await address.fill("asso/statuts");
    await save(page);
    await expect
      .poll(() => [...(server.drafts.get("pages/asso/nos-statuts")?.files.keys() ?? [])])
      .toEqual(["pages/asso/statuts.md"]);
  });

  test("shows who changed what in a conflict, and replaces it when asked", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    server.published.set(POST, "---\ntitle: Le printemps\ndate: 2026-11-10\n---\n\nDe Bernard.\n");
    await writeIntoWord(page, "zqz");
    await save(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Bernard a changé le texte").waitFor();
    expect(await dialog.textContent()).toContain("De Bernard.");
    expect(server.drafts.size).toBe(0);
    await dialog.getByRole("button", { name: "Garder le mien" }).click();
    await expect.poll(() => server.drafts.get(KEY)?.files.get(POST)?.text).toContain("Un tezqzxte");
  });

  test("an expired session keeps the text and the save goes on after a log-in elsewhere", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await writeIntoWord(page, "zqz");
    server.session.open = false;
    await save(page);
    await page.getByText("Votre session a expiré").waitFor();
    const [other] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("button", { name: "Me reconnecter" }).click(),
    ]);
    await other.getByText("Vous êtes connecté").waitFor();
    await expect.poll(() => server.drafts.get(KEY)?.files.get(POST)?.text, { timeout: 10_000 }).toContain("zqz");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("sends a new image before the entry that shows it", async () => {
    const { page } = watched;
    await openEntry(page, HASH);
    await page.getByRole("button", { name: "Choisir une image" }).first().click();
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name: "Été à vélo.png", mimeType: "image/png", buffer: PNG });
    // What was just sent is chosen already.
    await page.getByText("ete-a-velo.png").first().waitFor();
    await page.getByRole("button", { name: "Choisir", exact: true }).click();
    // The form shows the image at once, before it is sent.
    const shown = page.locator("img[src^='blob:']").first();
    expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1);
    await save(page);
    await expect.poll(() => server.drafts.get(KEY)?.files.get(POST)?.text).toContain("image: /media/ete-a-velo.png");
    expect(server.log.indexOf("media")).toBeLessThan(server.log.lastIndexOf("persistEntry"));
    expect(idOf(server.media.get("media/ete-a-velo.png") ?? "")).toBe(idOf(PNG));
  });

  test("what the visual editor cannot hold is protected, and says so", async () => {
    const { page } = watched;
    const table = '<table>\n<tbody>\n<tr>\n<td colspan="2">Deux colonnes</td>\n</tr>\n</tbody>\n</table>';
    const poem = '<pre class="poem">Un vers\n   qui s’avance</pre>';
    const text = `---\ntitle: L’hiver\ndate: 2026-11-10\n---\n\nAvant tout.\n\n${table}\n\n${poem}\n`;
    server.published.set(POST, text);
    await openEntry(page, HASH);
    for (const kind of ["Tableau", "Poème"])
      await page.getByText(`${kind} : gardé tel quel. Dépliez pour en voir la source.`).waitFor();
    await page.getByText("Poème (protégé)").waitFor();
    await writeIntoWord(page, "zqz");
    await save(page);
    await expect.poll(() => server.drafts.get(KEY)?.files.get(POST)?.text).toBe(text.replace("Avant", "Avzqzant"));
  });

  test("the menu and settings change by what was changed", async () => {
    const { page } = watched;
    const before = server.published.get("site.yaml") ?? "";
    await goTo(page, "#/collections/settings/entries/site");
    await page.getByLabel("Sous-titre", { exact: false }).first().fill("Un autre sous-titre");
    await save(page);
    await expect
      .poll(() => server.drafts.get("settings/site")?.files.get("site.yaml")?.text)
      .toBe(before.replace("tagline: Avant", "tagline: Un autre sous-titre"));
  });

  test("fits a phone", async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [hash, shown] of [
      ["#/collections/posts", "text=L’hiver"],
      [HASH, "[data-slate-editor=true]"],
      ["#/workflow", ".pv-workflow"],
      ["#/collections/posts/new", "[data-slate-editor=true]"],
    ] as const) {
      await goTo(page, hash);
      await page.locator(shown).first().waitFor();
      await expect.poll(() => page.evaluate(sticksOut), { message: hash, timeout: 20_000 }).toEqual([]);
    }
  });

  test("without a session the page shows where to log in", async () => {
    const { page } = watched;
    server.session.open = false;
    await page.reload();
    const link = page.getByRole("link", { name: "Se connecter" });
    await link.waitFor();
    expect(await link.getAttribute("href")).toBe(`${server.url}/connexion`);
  });
});
