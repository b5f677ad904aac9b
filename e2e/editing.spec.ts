/** From an editor's click to the live page, in a real browser. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATA } from "@pivert/operations";
import { type Browser, expect, type Page, test } from "playwright/test";
import { addressOf, pagesOf } from "./visit-site.ts";

const SITE = "quartier-des-glycines";

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

async function logIn(page: Page): Promise<void> {
  const { email, password } = account();
  await page.goto(addressOf(`${SITE}.edit`, "/entrer"));
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Entrer" }).click();
  await expect(page.getByRole("heading", { name: "Rubriques" })).toBeVisible({ timeout: 30_000 });
}

async function openEntry(page: Page, collection: string, name: string): Promise<void> {
  await page.goto(addressOf(`${SITE}.edit`, `/#/collections/${collection}/entries/${name}`));
  await expect(page.getByRole("button", { name: "Enregistrer" }).first()).toBeVisible({ timeout: 30_000 });
}

const title = (page: Page) => page.getByLabel(/^Titre/).first();

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Enregistrer" }).first().click();
  await expect(page.getByText(/^Enregistré$/i).first()).toBeVisible({ timeout: 20_000 });
}

async function publish(page: Page): Promise<void> {
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Publier" }).first().click();
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
}

test.describe.configure({ mode: "serial" });

test("log in, edit, publish, see it live, and git names the editor", async ({ browser }) => {
  await pagesOf(SITE);
  const page = await newPage(browser);
  await logIn(page);
  await openEntry(page, "posts", "2026-10-22-soupe-du-jeudi");
  const written = `La soupe du jeudi, essai ${Date.now() % 100_000}`;
  await title(page).fill(written);
  await save(page);
  await publish(page);
  const visitor = await newPage(browser);
  await expect
    .poll(
      async () => {
        await visitor.goto(addressOf(SITE, "/nouvelles/soupe-du-jeudi/"));
        return visitor.locator("h1").textContent();
      },
      { timeout: 30_000 },
    )
    .toBe(written);
  await expect(page.getByText("En ligne :")).toBeVisible({ timeout: 20_000 });
  const log = execFileSync(
    "git",
    ["-C", join(DATA, "repos", `${SITE}.git`), "log", "-1", "--format=%an <%ae>", "main"],
    { encoding: "utf8" },
  );
  expect(log.trim()).toBe(`${account().name} <${account().email}>`);
});

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
