/** Every theme on the same content, in a real browser: what it weighs, whether everyone can read it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildReport, openBuilder } from "@pivert/builder";
import { FOLDERS } from "@pivert/operations";
import { type Browser, expect, type Page, test } from "playwright/test";
import { findAxeFaults, findHtmlFaults } from "./find-faults.ts";
import { EMPTY_PAGES, REFERENCE_PAGES, writeEmptySite, writeReferenceSite } from "./reference/reference-site.ts";
import { serveFolder } from "./serve-folder.ts";

const LONG = process.env.PIVERT_LONG === "1";
const THEMES = readdirSync(FOLDERS.themes).sort();
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };
const SCREENS = [320, 768, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));
const SHORT = [
  { width: 768, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 320, scheme: "light" },
] as const;

/** The rows of the budget table; bytes as transferred. */
const BUDGETS = {
  text: { bytes: 40_000, requests: 4, elements: 150 },
  list: { bytes: 120_000, requests: 8, elements: 250 },
  gallery: { bytes: 200_000, requests: 12, elements: 300 },
};

interface Visit {
  bytes: number;
  requests: number;
  elements: number;
  scripts: number;
  shift: number;
}

/** A first visit, with nothing in the cache. */
async function visit(browser: Browser, url: string, until: "load" | "networkidle" = "networkidle"): Promise<Visit> {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  let [bytes, requests] = [0, 0];
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    requests++;
    bytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: until });
  const { elements, scripts, shift } = await page.evaluate(
    () =>
      new Promise<Pick<Visit, "elements" | "scripts" | "shift">>((resolve) => {
        let moved = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) moved += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            resolve({
              elements: document.querySelectorAll("*").length,
              scripts: [...document.scripts].filter(({ type }) => type !== "application/ld+json").length,
              shift: moved,
            }),
          ),
        );
      }),
  );
  await context.close();
  return { bytes, requests, elements, scripts, shift };
}

test("there are three themes", () => expect(THEMES.length).toBeGreaterThanOrEqual(3));

for (const [index, theme] of THEMES.entries()) {
  test.describe(`theme ${theme}`, () => {
    test.describe.configure({ mode: "serial" });
    let root: string;
    let report: BuildReport;
    let reference: Awaited<ReturnType<typeof serveFolder>>;
    let empty: Awaited<ReturnType<typeof serveFolder>>;

    test.beforeAll(async () => {
      test.setTimeout(300_000);
      root = mkdtempSync(join(tmpdir(), "pivert-theme-"));
      writeReferenceSite(join(root, "reference"), theme);
      writeEmptySite(join(root, "empty"), theme);
      const builder = openBuilder(FOLDERS);
      const build = async (name: string) =>
        (await builder.build({ name, source: { folder: join(root, name) }, out: join(root, "out", name) })).report;
      report = await build("reference");
      await build("empty");
      builder.close();
      [reference, empty] = (await Promise.all(
        ["reference", "empty"].map((name) => serveFolder(join(root, "out", name, "site"))),
      )) as [typeof reference, typeof empty];
    });
    test.afterAll(async () => {
      await Promise.all([reference?.stop(), empty?.stop()]);
      rmSync(root, { recursive: true, force: true });
    });

    test("an empty page of each kind: 90 elements, 6 KB of HTML and CSS", async ({ browser }) => {
      for (const path of EMPTY_PAGES)
        expect(sizeOf(join(root, "out", "empty", "site"), path), path).toBeLessThanOrEqual(6000);
      for (const path of LONG ? EMPTY_PAGES : ["/", "/agenda/passe/"]) {
        const { elements, bytes, requests, shift } = await visit(browser, empty.url + path, "load");
        console.log(`${theme} empty ${path}: ${elements} elements, ${bytes} bytes`);
        expect(requests, path).toBe(2);
        expect(elements, path).toBeLessThanOrEqual(90);
        expect(shift, path).toBe(0);
      }
    });

    test("the reference content is within its budgets, and the report says what a visit is", async ({ browser }) => {
      for (const [name, { path, kind }] of Object.entries(REFERENCE_PAGES)) {
        const seen = await visit(browser, reference.url + path);
        const told = report.pages.find((page) => page.path === path);
        console.log(
          `${theme} ${name}: ${seen.elements} elements, ${seen.requests} requests, ${seen.bytes} bytes; told ${told?.visit.requests} requests, ${told?.visit.bytes} bytes, EcoIndex ${told?.visit.ecoindex}`,
        );
        const budget = BUDGETS[kind];
        expect(seen.bytes, `bytes of ${name}`).toBeLessThanOrEqual(budget.bytes);
        expect(seen.requests, `requests of ${name}`).toBeLessThanOrEqual(budget.requests);
        // The article's table alone has 120: its row is that of bytes.
        if (name !== "article") expect(seen.elements, `elements of ${name}`).toBeLessThanOrEqual(budget.elements);
        expect(seen.scripts, `scripts of ${name}`).toBe(0);
        expect(seen.shift, `shift of ${name}`).toBe(0);
        const [html, css] = partsOf(join(root, "out", "reference", "site"), path);
        expect(html, `HTML of ${name}`).toBeLessThanOrEqual(14_000);
        expect(css, `CSS of ${name}`).toBeLessThanOrEqual(8000);
        expect(told?.elements).toBe(seen.elements);
        expect(Math.abs((told?.visit.requests ?? 0) - seen.requests), `requests told of ${name}`).toBeLessThanOrEqual(
          2,
        );
      }
    });

    test("axe and html-validate find nothing", async ({ browser }) => {
      test.setTimeout(LONG ? 600_000 : 180_000);
      const pages = [
        ...Object.values(REFERENCE_PAGES).map(({ path }) => reference.url + path),
        ...["/", "/agenda/", "/404.html"].map((path) => empty.url + path),
      ];
      // In a short run each theme is seen on a screen of its own; demo sites are on others.
      const screens = LONG ? SCREENS : SHORT.slice(index % SHORT.length).slice(0, 1);
      for (const { width, scheme } of screens) {
        const context = await browser.newContext({
          viewport: { width, height: 800 },
          colorScheme: scheme,
          reducedMotion: "reduce",
        });
        const page = await context.newPage();
        for (const url of pages) {
          await page.goto(url, { waitUntil: "load" });
          expect(await findAxeFaults(page), `${url} ${width} ${scheme}`).toEqual([]);
          expect(await overflowOf(page), `horizontal scroll of ${url} at ${width}`).toBe(0);
        }
        await context.close();
      }
      for (const { path } of Object.values(REFERENCE_PAGES))
        expect(await findHtmlFaults(join(root, "out", "reference", "site", path, "index.html"))).toEqual([]);
      for (const path of EMPTY_PAGES)
        expect(await findHtmlFaults(fileOf(join(root, "out", "empty", "site"), path))).toEqual([]);
    });

    test("the keyboard goes through skip link, menu, agenda and photographs", async ({ browser }) => {
      const context = await browser.newContext(PHONE);
      const page = await context.newPage();
      const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
      await page.goto(reference.url, { waitUntil: "load" });
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Aller au contenu");
      await expect(page.locator(".skip")).toBeInViewport();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Menu");
      await page.keyboard.press("Enter");
      await expect(page.locator(".menu > details > ul")).toBeVisible();
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("L’asso");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/asso/");
      await page.goto(`${reference.url}/agenda/`, { waitUntil: "load" });
      await reach(page, "Atelier numéro 1");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/agenda/atelier-1/");
      await page.goto(`${reference.url}${REFERENCE_PAGES.album.path}`, { waitUntil: "load" });
      await page.locator(".photos a").first().focus();
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.querySelector("img")?.alt)).toBe("Photographie 2");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/media/_/**");
      await context.close();
    });
  });
}

/** Presses Tab until an element of this text has the focus. */
async function reach(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === text) return;
  }
  throw new Error(`Sixty presses of Tab do not reach « ${text} ».`);
}

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

function fileOf(folder: string, path: string): string {
  return join(folder, path.endsWith("/") ? `${path}index.html` : path);
}

/** Bytes of the HTML and of the stylesheet of a page, compressed. */
function partsOf(folder: string, path: string): [html: number, css: number] {
  const file = fileOf(folder, path);
  const [, css = ""] = /<link rel="stylesheet" href="\/([^"]+)"/.exec(readFileSync(file, "utf8")) ?? [];
  return [statSync(`${file}.br`).size, statSync(join(folder, `${css}.br`)).size];
}

function sizeOf(folder: string, path: string): number {
  const [html, css] = partsOf(folder, path);
  return html + css;
}
