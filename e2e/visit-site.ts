/** What the browser tests share: the demo sites, and a page that notes whatever a visitor should not meet. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { builtFolder, listSites } from "@pivert/operations";
import { expect, type Page } from "playwright/test";

export const SITES = listSites();

const PORT = process.env.PIVERT_E2E_PORT ?? "8765";

/** Address of a path of a site; Chromium takes every name under localhost for this machine. */
export function addressOf(site: string, path: string): string {
  return `http://${site}.localhost:${PORT}${path}`;
}

/** Waits until a site has been built by the server under test, then lists its pages. */
export async function pagesOf(site: string): Promise<{ path: string; file: string }[]> {
  const report = join(builtFolder(site), "build.json");
  await expect.poll(() => existsSync(report), { timeout: 110_000, message: `the first build of ${site}` }).toBe(true);
  return (JSON.parse(readFileSync(report, "utf8")) as { pages: { path: string; file: string }[] }).pages;
}

/** Notes console messages, errors, failed answers and requests to other hosts, from now on. */
export function watchPage(page: Page, site: string): string[] {
  const found: string[] = [];
  const host = `${site}.localhost:${PORT}`;
  page.on("console", (message) => found.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    found.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) found.push(`third party: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`);
  });
  return found;
}
