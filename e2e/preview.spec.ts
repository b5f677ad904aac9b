/** A draft seen as its page will be, from the editing page's link, in a real browser. */
import { expect, test } from "playwright/test";
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
