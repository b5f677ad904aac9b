/** From an editor's click to the live page, in a real browser. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DATA } from "@pivert/operations";
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "playwright/test";
import { addressOf, pagesOf } from "./visit-site.ts";

const SITE = "quartier-des-glycines";
/** A photograph of another demo site. */
const PHOTO = fileURLToPath(new URL("../sites/roues-libres/media/atelier-lampe.jpg", import.meta.url));

interface DemoAccount {
  name: string;
  email: string;
  password: string;
  site?: string;
}

/** The invented person who may write to the site, as `pnpm start` prints them. */
function account(): DemoAccount {
  const accounts = JSON.parse(readFileSync(join(DATA, "demo-accounts.json"), "utf8")) as DemoAccount[];
  const found = accounts.find(({ site }) => site === SITE);
  if (!found) throw new Error(`There is no demo account of ${SITE}.`);
  return found;
}

/** A browser of its own, without a session; every question is answered yes. */
async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "fr-FR", ...options });
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept());
  return page;
}

/** Fills the form of the accounts origin, wherever it was met. */
async function giveAccount(page: Page): Promise<void> {
  const { email, password } = account();
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Entrer" }).click();
}

async function logIn(page: Page): Promise<void> {
  await page.goto(addressOf(`${SITE}.edit`, "/entrer"));
  await giveAccount(page);
  await expect(page.getByText("Contenus", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
}

async function openForm(page: Page, path: string): Promise<void> {
  await page.goto(addressOf(`${SITE}.edit`, `/#/collections/${path}`));
  await expect(title(page)).toBeVisible({ timeout: 30_000 });
}

const openEntry = (page: Page, collection: string, name: string) => openForm(page, `${collection}/entries/${name}`);

const title = (page: Page) => page.getByLabel(/^Titre/).first();

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first();

async function save(page: Page): Promise<void> {
  await button(page, "Enregistrer").click();
  await expect(page.getByText(/^Enregistré$/i).first()).toBeVisible({ timeout: 20_000 });
}

/** Clicks on what changes the site, and waits until the editor is told that it is live. */
async function publish(page: Page, name = "Publier"): Promise<void> {
  const earlier = page.getByRole("status").getByRole("button", { name: "Fermer" });
  if (await earlier.isVisible()) await earlier.click();
  await button(page, name).click();
  await expect(page.getByText("En ligne :")).toBeVisible({ timeout: 60_000 });
}

function git(...args: string[]): string {
  return execFileSync("git", ["-C", join(DATA, "repos", `${SITE}.git`), ...args], { encoding: "utf8" }).trim();
}

test.describe.configure({ mode: "serial" });
test.beforeAll(() => pagesOf(SITE));

test("log in, edit with an image, publish, see it live, and git names the editor", async ({ browser }) => {
  const page = await newPage(browser);
  await logIn(page);
  await openEntry(page, "posts", "2026-10-22-soupe-du-jeudi");
  const written = "La soupe du jeudi, en photographie";
  await title(page).fill(written);
  await button(page, "Changer d’image").click();
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "Été à l’atelier.jpg",
      mimeType: "image/jpeg",
      buffer: readFileSync(PHOTO),
    });
  await page.getByText("ete-a-l-atelier.jpg").first().waitFor();
  await button(page, "Choisir").click();
  await page.getByLabel(/^Description de l’image/).fill("Un établi et ses outils");
  await save(page);
  expect(git("show", "main:posts/2026-10-22-soupe-du-jeudi.md"), "a draft is not published").not.toContain(written);
  await publish(page);

  const visitor = await newPage(browser);
  await visitor.goto(addressOf(SITE, "/nouvelles/soupe-du-jeudi/"));
  await expect(visitor.locator("h1")).toHaveText(written);
  const image = visitor.getByRole("img", { name: "Un établi et ses outils" });
  expect(
    await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth)),
  ).toBeGreaterThan(300);
  expect(git("log", "-1", "--format=%an <%ae>", "main")).toBe(`${account().name} <${account().email}>`);
  expect(git("show", "main:posts/2026-10-22-soupe-du-jeudi.md")).toContain("image: /media/ete-a-l-atelier.jpg");
  expect(git("ls-tree", "--name-only", "main", "media/ete-a-l-atelier.jpg")).toBe("media/ete-a-l-atelier.jpg");
});

test("create an entry, rename it: its old address leads to the new one; delete it", async ({ browser }) => {
  test.setTimeout(240_000);
  const [page, visitor] = [await newPage(browser), await newPage(browser)];
  await logIn(page);
  await openForm(page, "pages/new?path=maison/");
  await title(page).fill("Le banc d’en face");
  await page.locator("[data-slate-editor=true]").first().click();
  await page.keyboard.type("On s’y assoit quand il ne pleut pas.");
  await publish(page);
  await visitor.goto(addressOf(SITE, "/maison/le-banc-d-en-face/"));
  await expect(visitor.getByText("On s’y assoit quand il ne pleut pas.").first()).toBeVisible();

  const address = page.getByLabel(/^Adresse de la fiche/).first();
  await expect(address).toHaveValue("maison/le-banc-d-en-face");
  await address.fill("maison/le-banc");
  await save(page);
  await title(page).fill("Le banc");
  await publish(page);
  await page.waitForURL(/entries\/maison\/le-banc$/);
  await visitor.goto(addressOf(SITE, "/maison/le-banc-d-en-face/"));
  await expect(visitor).toHaveURL(addressOf(SITE, "/maison/le-banc/"));
  await expect(visitor.locator("h1")).toHaveText("Le banc");
  expect(git("show", "main:redirects.csv")).toContain("/maison/le-banc-d-en-face/,/maison/le-banc/");
  expect(git("ls-tree", "-r", "--name-only", "main", "pages/maison")).not.toContain("le-banc-d-en-face");

  await openEntry(page, "pages", "maison/le-banc");
  await publish(page, "Supprimer");
  expect((await visitor.goto(addressOf(SITE, "/maison/le-banc/")))?.status()).toBe(404);
  expect(git("log", "-1", "--format=%an", "main")).toBe(account().name);
  expect(git("ls-tree", "-r", "--name-only", "main", "pages/maison")).not.toContain("le-banc");
});

test("an expired session keeps the text: a log-in in another tab, and the save goes on", async ({ browser }) => {
  const page = await newPage(browser);
  await logIn(page);
  await openEntry(page, "posts", "2026-11-12-le-piano-est-revenu");
  await title(page).fill("Le piano, écrit pendant la nuit");
  await page.context().clearCookies();
  await button(page, "Enregistrer").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Votre texte est toujours là", { timeout: 20_000 });
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    dialog.getByRole("button", { name: "Me reconnecter" }).click(),
  ]);
  await giveAccount(other);
  await expect(page.getByText(/^Enregistré$/i).first()).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toHaveCount(0);
  expect(git("for-each-ref", "--format=%(refname)")).toContain("le-piano-est-revenu");
  await expect(title(page)).toHaveValue("Le piano, écrit pendant la nuit");
});

test("an expired session keeps the text: the page left for the log-in, and found again", async ({ browser }) => {
  const page = await newPage(browser);
  await logIn(page);
  await openEntry(page, "posts", "2026-10-06-video-du-quartier");
  await title(page).fill("Le film, presque perdu");
  // Kept on the device a moment after the last key.
  await expect.poll(() => keptOnDevice(page)).toContain("presque perdu");
  await page.context().clearCookies();
  await page.reload();
  await page.getByRole("link", { name: "Se connecter" }).click();
  await giveAccount(page);
  await openEntry(page, "posts", "2026-10-06-video-du-quartier");
  await expect(title(page)).toHaveValue("Le film, presque perdu");
  await save(page);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the whole way on a phone, 390 px wide", async ({ browser }) => {
  const page = await newPage(browser, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await logIn(page);
  await fitsPhone(page);
  await page.getByRole("link", { name: "Nouvelles du quartier" }).first().tap();
  await page.getByRole("link", { name: /La galette/ }).tap();
  await expect(title(page)).toBeVisible({ timeout: 30_000 });
  await fitsPhone(page);
  await title(page).fill("La galette, depuis un téléphone");
  await page.locator("[data-slate-editor=true]").first().tap();
  await page.keyboard.type("Écrit debout. ");
  await expect(page.getByText("Pas encore enregistré").first()).toBeInViewport();
  for (const name of ["Enregistrer", "Publier"]) await expect(button(page, name)).toBeInViewport({ ratio: 1 });
  await publish(page);
  await fitsPhone(page);
  await expect(page.getByText("En ligne :")).toBeInViewport();
  const visitor = await newPage(browser, { viewport: { width: 390, height: 844 }, isMobile: true });
  await visitor.goto((await page.getByRole("status").getByRole("link").getAttribute("href")) ?? "");
  await expect(visitor.getByText("Écrit debout.").first()).toBeVisible();
});

/** Nothing to slide sideways. */
async function fitsPhone(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
}

/** The texts that the page keeps in the browser's own database. */
function keptOnDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const open = indexedDB.open("localforage");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const all = open.result.transaction("keyvaluepairs").objectStore("keyvaluepairs").getAll();
    await new Promise((resolve) => all.addEventListener("success", resolve));
    open.result.close();
    return JSON.stringify(all.result);
  });
}

test("without a session there is a way to log in, and nothing to read", async ({ browser }) => {
  const page = await newPage(browser);
  await page.goto(addressOf(`${SITE}.edit`, "/"));
  await expect(
    page.getByRole("link", { name: "Se connecter" }).or(page.getByRole("button", { name: "Se connecter" })),
  ).toBeVisible({ timeout: 30_000 });
  const status = await page.evaluate(async () => {
    const body = JSON.stringify({ action: "unpublishedEntries", params: {} });
    return (
      await fetch("/api/entries", {
        method: "POST",
        body,
        headers: { "X-Pivert": "1", "Content-Type": "application/json" },
      })
    ).status;
  });
  expect(status).toBe(401);
});

test("two editors on one entry: the second is told who changed what, and loses nothing", async ({ browser }) => {
  const [first, second] = [await newPage(browser), await newPage(browser)];
  for (const page of [first, second]) {
    await logIn(page);
    await openEntry(page, "posts", "2026-06-09-vide-grenier-bilan");
  }
  await title(first).fill("Le vide-grenier vu par la première");
  await save(first);
  await title(second).fill("Le vide-grenier vu par la seconde");
  await second.getByRole("button", { name: "Enregistrer" }).first().click();
  await expect(second.getByText(account().name).first()).toBeVisible({ timeout: 20_000 });
  await expect(title(second)).toHaveValue("Le vide-grenier vu par la seconde");
});
