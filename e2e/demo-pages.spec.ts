import { expect, test } from "playwright/test";
import { addressOf, pagesOf, SITES, watchPage } from "./visit-site.ts";

test("there are demo sites", () => {
  expect(SITES.length).toBeGreaterThanOrEqual(4);
});

for (const site of SITES) {
  test(`every page of ${site}: no error, no console message, no third party, no cookie, nothing stored`, async ({
    page,
    context,
  }) => {
    test.setTimeout(240_000);
    const found = watchPage(page, site);
    const pages = await pagesOf(site);
    expect(pages.length).toBeGreaterThan(10);
    for (const { path } of pages) {
      const response = await page.goto(addressOf(site, path), { waitUntil: "load" });
      expect(response?.ok(), path).toBe(true);
      expect(await page.locator("h1").count(), `one h1 on ${path}`).toBe(1);
      const width = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(width, `no horizontal scroll on ${path}`).toBe(0);
      expect(await page.evaluate(() => localStorage.length + sessionStorage.length), `nothing stored by ${path}`).toBe(
        0,
      );
    }
    expect(await context.cookies()).toEqual([]);
    expect(found).toEqual([]);
  });

  test(`${site} answers what is missing with its own page`, async ({ page }) => {
    await pagesOf(site);
    const response = await page.goto(addressOf(site, "/cette-page-n-existe-pas/"));
    expect(response?.status()).toBe(404);
    await expect(page.locator("h1")).toBeVisible();
  });
}
