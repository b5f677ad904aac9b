/** A token made in the browser, a push of the real git, and the draft that it collides with: its editor decides. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "playwright/test";
import { logIn } from "./log-in.ts";
import { addressOf, pagesOf } from "./visit-site.ts";

const SITE = "festival-des-lisieres";
const run = promisify(execFile);

/** Makes a token on the accounts origin, where the log-in holds already. */
async function makeToken(page: Page): Promise<string> {
  await page.goto(addressOf("compte", "/jetons"));
  await page.getByLabel("Site").selectOption(SITE);
  await page.getByLabel("Nom, pour le reconnaître").fill("Ordinateur du local");
  await page.getByRole("button", { name: "Faire un jeton" }).click();
  await expect(page.getByText("il ne sera plus montré")).toBeVisible();
  return (await page.locator("code").first().textContent()) ?? "";
}

/** Clones the site with the real git, gives a file another title, and pushes. */
async function pushTitle(token: string, file: string, title: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pivert-push-"));
  const address = new URL(addressOf(`${SITE}.edit`, `/${SITE}.git`));
  const settings = [`http.curloptResolve=${address.host}:127.0.0.1`, "user.name=Zoé", "user.email=zoe@asso.example"];
  address.username = "zoe";
  address.password = token;
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_GLOBAL: devNull, GIT_TERMINAL_PROMPT: "0" };
  const git = (...command: string[]) =>
    run("git", [...settings.flatMap((setting) => ["-c", setting]), ...command], { cwd: folder, env });
  try {
    await git("clone", "--quiet", address.href, "site");
    const path = join(folder, "site", file);
    writeFileSync(path, readFileSync(path, "utf8").replace(/^title:.*$/m, `title: ${title}`));
    await git("-C", "site", "commit", "--quiet", "--all", "--message", "Un autre titre");
    await git("-C", "site", "push", "--quiet");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a push is live, and the editor of a draft that it collides with keeps theirs", async ({ browser }) => {
  const pages = (await pagesOf(SITE)) as { path: string; entry?: string }[];
  const entry = pages.filter(({ entry = "" }) => /^posts\//.test(entry)).at(-1);
  const file = entry?.entry ?? "";
  const slug = file.replace(/^posts\/|\.md$/g, "");
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await logIn(page, SITE);
  await page.goto(addressOf(`${SITE}.edit`, `/#/collections/posts/entries/${slug}`));
  const mark = Date.now() % 100_000;
  const title = page.getByLabel(/^Titre/).first();
  await title.fill(`Le titre du brouillon ${mark}`);
  await page.getByRole("button", { name: "Enregistrer" }).first().click();
  await expect(page.getByText(/^Enregistré$/i).first()).toBeVisible({ timeout: 20_000 });

  await pushTitle(await makeToken(await context.newPage()), file, `Le titre poussé ${mark}`);
  const visitor = await (await browser.newContext()).newPage();
  const shown = async () => {
    await visitor.goto(addressOf(SITE, entry?.path ?? "/"));
    return visitor.locator("h1").textContent();
  };
  await expect.poll(shown, { timeout: 30_000 }).toBe(`Le titre poussé ${mark}`);

  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Publier" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Quelqu’un d’autre a modifié cette fiche" });
  await expect(dialog).toContainText("Zoé a changé « Titre »", { timeout: 20_000 });
  await expect(dialog.getByRole("button", { name: "Mettre les deux ensemble" })).toBeVisible();
  await dialog.getByRole("button", { name: "Garder le mien à la place" }).click();
  await expect.poll(shown, { timeout: 30_000 }).toBe(`Le titre du brouillon ${mark}`);
  await expect(page.getByText("En ligne :")).toBeVisible({ timeout: 20_000 });
});
