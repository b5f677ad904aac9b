/** Logging in as `pnpm start` invites to: with the demo account of a site. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATA } from "@pivert/operations";
import { expect, type Page } from "playwright/test";
import { addressOf } from "./visit-site.ts";

interface DemoAccount {
  email: string;
  password: string;
  site?: string;
}

/** Opens the editing page of a site as the invented person who may write to it. */
export async function logIn(page: Page, site: string): Promise<void> {
  const accounts = JSON.parse(readFileSync(join(DATA, "demo-accounts.json"), "utf8")) as DemoAccount[];
  const account = accounts.find((candidate) => candidate.site === site);
  if (!account) throw new Error(`There is no demo account of ${site}.`);
  await page.goto(addressOf(`${site}.edit`, "/entrer"));
  await page.getByLabel("Adresse électronique").fill(account.email);
  await page.getByLabel("Mot de passe").fill(account.password);
  await page.getByRole("button", { name: "Entrer" }).click();
  await expect(page.getByRole("heading", { name: "Rubriques" })).toBeVisible({ timeout: 30_000 });
}
