/** Drives the editing page in a real browser, for tests. */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { buildCms, type CmsBundle, type RichEditorName } from "../build-bundle.ts";

const BROWSERS = [
  process.env.PIVERT_CHROMIUM ?? "",
  chromium.executablePath(),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
];

/** A Chromium of this machine, or `undefined`; on a machine for tests its absence is a failure. */
export function findChromium(): string | undefined {
  const found = BROWSERS.find((path) => path !== "" && existsSync(path));
  if (!found && process.env.CI === "true")
    throw new Error("The browser tests need Chromium: install the package chromium.");
  return found;
}

export function launch(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-quic", "--disable-background-networking"];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** The bundle, built once for all tests of this machine. */
export function testBundle(editor?: RichEditorName): Promise<CmsBundle> {
  return buildCms({ cache: join(tmpdir(), "pivert-cms-tests"), ...(editor ? { editor } : {}) });
}

export interface Watched {
  page: Page;
  /** Breaches of the Content-Security-Policy, uncaught errors, and dialogs, as they come. */
  breaches: string[];
  errors: string[];
  dialogs: string[];
}

/** Opens the page and waits for the list of rubriques; every dialog is accepted. */
export async function openPage(browser: Browser, url: string, width = 1280): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, locale: "fr-FR" });
  const watched: Watched = { page, breaches: [], errors: [], dialogs: [] };
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) watched.breaches.push(message.text());
  });
  page.on("pageerror", (error) => watched.errors.push(String(error.stack ?? error)));
  page.on("dialog", (dialog) => {
    watched.dialogs.push(dialog.message());
    void dialog.accept();
  });
  await page.goto(url);
  await page.locator(".pv-sidebar").waitFor();
  return watched;
}

/** Where an entry's file is edited; `undefined` when it is no entry. */
export function entryHash(path: string): { hash: string; key: string } | undefined {
  const found = /^(?:([a-z]{2,3})\/)?(pages|posts|events|albums|documents|people|partners)\/(.*)\.md$/.exec(path);
  if (!found) return undefined;
  const collection = `${found[1] ? `${found[1]}-` : ""}${found[2]}`;
  return { hash: `#/collections/${collection}/entries/${found[3]}`, key: `${collection}/${found[3]}` };
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const EDITOR = "[data-slate-editor=true]";

/** Opens an entry in the visual editor. */
export async function openEntry(page: Page, hash: string): Promise<void> {
  await goTo(page, "#/workflow");
  await page.locator(".pv-workflow").waitFor();
  await goTo(page, hash);
  await page.locator(EDITOR).first().waitFor();
}

/** What the visual editor shows. */
export async function editorText(page: Page): Promise<string> {
  return (await page.locator(EDITOR).first().textContent()) ?? "";
}

/** Goes on writing where the cursor was in the visual editor. */
export async function goOnWriting(page: Page, letters: string): Promise<void> {
  await page.locator(EDITOR).first().focus();
  await page.keyboard.type(letters);
}

/** Writes into a word of the visual editor, the `index`-th text that has one; false when there are not so many. */
export async function writeIntoWord(page: Page, letters: string, index = 0): Promise<boolean> {
  // A page still busy with opening the entry takes the cursor away: a person clicks again before writing.
  do {
    if (!(await placeCursor(page, index))) return false;
    await settle(page);
  } while (!(await hasCursor(page)));
  await page.keyboard.type(letters);
  await page.locator(EDITOR).filter({ hasText: letters }).first().waitFor();
  // In the link above the form: the text itself may hold the same words.
  await page.getByRole("link", { name: "Pas encore enregistré" }).waitFor();
  return true;
}

/** Waits until the page has nothing to do; Slate reads the selection after a pause of 100 ms. */
function settle(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => setTimeout(() => requestIdleCallback(() => resolve(), { timeout: 10_000 }), 150)),
  );
}

function hasCursor(page: Page): Promise<boolean> {
  return page.evaluate((selector) => {
    const root = document.querySelector(selector);
    const node = getSelection()?.anchorNode;
    return root !== null && document.activeElement === root && node !== null && root.contains(node ?? null);
  }, EDITOR);
}

function placeCursor(page: Page, index: number): Promise<boolean> {
  return page.evaluate(
    ([selector, wanted]) => {
      const root = document.querySelector<HTMLElement>(selector);
      if (!root) return false;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      let seen = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!parent?.closest("[data-slate-string=true]") || parent.closest("[contenteditable=false]")) continue;
        const word = /\p{L}{4,}/u.exec(node.textContent ?? "");
        if (!word || seen++ < wanted) continue;
        root.focus();
        const range = document.createRange();
        range.setStart(node, word.index + 2);
        range.collapse(true);
        getSelection()?.removeAllRanges();
        getSelection()?.addRange(range);
        return true;
      }
      return false;
    },
    [EDITOR, index] as const,
  );
}

export function save(page: Page): Promise<void> {
  return page.getByRole("button", { name: "Enregistrer", exact: true }).click();
}
