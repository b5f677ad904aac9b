/** A draft seen as its page will be, from the editing page's link, in a real browser. */
import { expect, type Page, test } from "playwright/test";
import { SHAPE_PAYLOADS, TAG_PAYLOADS, TEXT_PAYLOADS } from "../packages/markdown/src/testing/hostile-html.ts";
import { logIn } from "./log-in.ts";
import { addressOf, pagesOf } from "./visit-site.ts";

const SITE = "festival-des-lisieres";

test("from a saved draft to its page, with its images and without another log-in", async ({ browser }) => {
  const pages = await pagesOf(SITE);
  const entry = (pages as { path: string; entry?: string }[]).find(({ entry = "" }) => /^posts\//.test(entry));
  const slug = entry?.entry?.replace(/^posts\/|\.md$/g, "") ?? "";
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await logIn(page, SITE);
  await page.goto(addressOf(`${SITE}.edit`, `/#/collections/posts/entries/${slug}`));
  const written = `Un titre que personne ne voit encore ${Date.now() % 100_000}`;
  await page
    .getByLabel(/^Titre/)
    .first()
    .fill(written);
  await page.getByRole("button", { name: "Enregistrer" }).first().click();
  const link = page.getByRole("link", { name: "Voir l’aperçu" });
  await expect(link).toBeVisible({ timeout: 30_000 });
  const [preview] = await Promise.all([context.waitForEvent("page"), link.click()]);
  await expect(preview.locator("h1")).toHaveText(written, { timeout: 30_000 });
  expect(new URL(preview.url()).host).toContain(`${SITE}.apercu.`);

  const complaints: string[] = [];
  preview.on("console", (message) => complaints.push(message.text()));
  preview.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await preview.reload({ waitUntil: "networkidle" });
  expect(complaints).toEqual([]);
  const styled = await preview.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 5));
  expect(styled).toBe(true);
  const broken = await preview.evaluate(() =>
    [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map(({ src }) => src),
  );
  expect(broken).toEqual([]);
  await expect(preview.getByRole("complementary", { name: "Aperçu du brouillon" })).toBeVisible();

  // Visitors see what they saw, and a visitor with the address of the preview sees a log-in.
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(addressOf(SITE, entry?.path ?? "/"));
  await expect(visitor.locator("h1")).not.toHaveText(written);
  await visitor.goto(preview.url());
  await expect(visitor.getByRole("heading", { name: "Connexion" })).toBeVisible();

  await preview.getByRole("link", { name: "Revenir à la rédaction" }).click();
  await expect(preview.getByLabel(/^Titre/).first()).toHaveValue(written, { timeout: 30_000 });
});

/** Saves a draft as the editing page does. @returns the id of its text */
function saveDraft(page: Page, path: string, raw: string, base: string | null): Promise<string> {
  return page.evaluate(
    async ([path, raw, base]) => {
      const slug = path.replace(/^posts\/|\.md$/g, "");
      const options = {
        collectionName: "posts",
        commitMessage: "Un essai",
        useWorkflow: true,
        newEntry: base === null,
        unpublished: base !== null,
        hasSubfolders: false,
      };
      const params = { dataFiles: [{ slug, path, raw, base }], assets: [], options };
      const answer = await fetch("/api/entries", {
        method: "POST",
        headers: { "X-Pivert": "1", "Content-Type": "application/json" },
        body: JSON.stringify({ branch: "main", action: "persistEntry", params }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return ((await answer.json()) as { files: { id: string }[] }).files[0]?.id ?? "";
    },
    [path, raw, base] as const,
  );
}

test("hostile drafts run nothing and ask nothing of others in their preview", async ({ browser }) => {
  test.setTimeout(600_000);
  await pagesOf(SITE);
  const all = [...TAG_PAYLOADS, ...SHAPE_PAYLOADS, ...TEXT_PAYLOADS];
  const step = process.env.PIVERT_LONG ? 1 : Math.ceil(all.length / 12);
  const payloads = all.filter((_, index) => index % step === 0);
  const context = await browser.newContext();
  const page = await context.newPage();
  await logIn(page, SITE);
  const preview = await context.newPage();
  const found: string[] = [];
  preview.on("dialog", (dialog) => {
    found.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const host = new URL(addressOf(`${SITE}.apercu`, "/")).host;
  preview.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) found.push(`request: ${request.url()}`);
  });
  let base: string | null = null;
  let shown = 0;
  // Another entry at another try.
  const slug = `2026-01-01-hostile-${Date.now()}`;
  // Logs in on the previews' origin first: that way passes by other origins.
  await preview.goto(addressOf(`${SITE}.apercu`, "/brouillon/"));
  found.length = 0;
  for (const payload of payloads) {
    const line = payload.replace(/\s+/g, " ");
    const fields = { title: line.slice(0, 300), date: "2026-01-01", summary: line.slice(0, 1000) };
    const head = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const raw: string = `---\n${head.join("\n")}\n---\n${payload}\n\nAprès.\n`;
    base = await saveDraft(page, `posts/${slug}.md`, raw, base);
    await preview.goto(addressOf(`${SITE}.apercu`, `/brouillon/posts/${slug}`), { waitUntil: "load" });
    expect(found, payload).toEqual([]);
    if ((await preview.getByText("Après.").count()) > 0) shown++;
  }
  // Some swallow what follows them, or are no text at all; most are pages like any other.
  expect(shown).toBeGreaterThan(payloads.length / 2);
});
