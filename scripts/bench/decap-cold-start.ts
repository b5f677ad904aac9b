/**
 * `node scripts/bench/decap-cold-start.ts [--rounds=10]`: from the address to the list of articles shown, in a browser
 * that has never been there: our editing page as the platform serves it, beside a stock Decap CMS on the same articles.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright";
import { findBrowser } from "../find-browser.ts";
import { type RunningPlatform, startPlatform } from "../platform/start-platform.ts";
import { MANY, type SitePlan, siteFolder, THOUSAND, writeContent } from "./make-content.ts";
import { FOLDERS, RESULTS } from "./paths.ts";
import { summarise, summariseRatio } from "./statistics.ts";
import { format } from "./table.ts";
import { pivert } from "./tools/pivert.ts";
import { fetchStockDecap, startStockDecap } from "./tools/stock-decap.ts";

/** Times the stock Decap's. */
const TARGET = 1.5;

/** Seconds, by round. */
interface ColdStarts {
  articles: number;
  ours: number[];
  stock: number[];
}

type Session = Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "10" } } });
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write("Say how many cold starts of each: --rounds=10.\n");
  process.exit(2);
}
const missing = fetchStockDecap();
if (missing !== undefined) {
  process.stderr.write(`There is nothing to compare with: ${missing}.\n`);
  process.exit(1);
}
const plans = [...MANY.slice(0, 1), THOUSAND];
pivert.prepare();
writeContent(plans, [pivert]);
const scratch = mkdtempSync(join(tmpdir(), "pivert-bench-"));
try {
  report(await measure());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measure(): Promise<ColdStarts[]> {
  const folders = { ...FOLDERS, data: join(scratch, "data"), sites: join(scratch, "sites") };
  mkdirSync(folders.data);
  for (const { name } of plans) cpSync(siteFolder(pivert, name), join(folders.sites, name), { recursive: true });
  process.stderr.write("The platform starts\n");
  const platform = await startPlatform(folders);
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--disable-background-networking", "--disable-component-update"],
  });
  try {
    const measured: ColdStarts[] = [];
    for (const plan of plans) measured.push(await measureSite(plan, platform, browser));
    return measured;
  } finally {
    await browser.close();
    await platform.stop();
  }
}

async function measureSite({ name, articles }: SitePlan, platform: RunningPlatform, browser: Browser) {
  process.stderr.write(`${rounds} cold starts of each among ${articles} articles\n`);
  const session = await logIn(browser, platform, name);
  const stock = await startStockDecap(siteFolder(pivert, name));
  const times: ColdStarts = { articles, ours: [], stock: [] };
  try {
    const list = `${platform.originOf(`${name}.edit`)}/#/collections/posts`;
    for (let round = 0; round < rounds; round++) {
      times.ours.push(await coldStart(browser, list, session));
      times.stock.push(await coldStart(browser, stock.list));
    }
    return times;
  } finally {
    await stock.stop();
  }
}

async function logIn(browser: Browser, { data, originOf }: RunningPlatform, site: string): Promise<Session> {
  const accounts: { site?: string; email: string; password: string }[] = JSON.parse(
    readFileSync(join(data, "demo-accounts.json"), "utf8"),
  );
  const account = accounts.find((known) => known.site === site);
  if (!account) throw new Error(`There is no demo account of ${site}.`);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${originOf(`${site}.edit`)}/entrer`);
    await page.getByLabel("Adresse électronique").fill(account.email);
    await page.getByLabel("Mot de passe").fill(account.password);
    await page.getByRole("button", { name: "Entrer" }).click();
    await page.locator(".pv-sidebar").waitFor();
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** @returns seconds from the navigation to the first article shown, with nothing cached or compiled before */
async function coldStart(browser: Browser, address: string, session?: Session): Promise<number> {
  const context = await browser.newContext({ storageState: session && { ...session, origins: [] } });
  try {
    const page = await context.newPage();
    // A stock Decap that remembers who was there asks nothing: as ours, it goes to the list.
    await page.addInitScript(() => localStorage.setItem("decap-cms-user", '{"backendName":"proxy","login":"x"}'));
    await page.goto(address, { waitUntil: "commit" });
    const shown = await page.waitForFunction(
      () => document.querySelector('a[href*="#/collections/posts/entries/"]') && performance.now(),
      undefined,
      { polling: "raf", timeout: 120_000 },
    );
    return Number(await shown.jsonValue()) / 1000;
  } finally {
    await context.close();
  }
}

function report(measured: ColdStarts[]): void {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}.`;
  const lines = measured.map(({ articles, ours, stock }) => {
    const { median: ratio, least, most } = summariseRatio(ours, stock);
    const seconds = (values: number[]) => `${format(summarise(values).median)} s`;
    const verdict = ratio <= TARGET ? "met" : "MISSED";
    return `${articles} articles, cold start to the list shown: ${seconds(ours)}, stock Decap ${seconds(stock)}; ${format(ratio)} times that (${format(least)}–${format(most)}); target ${TARGET}: ${verdict}`;
  });
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, "decap-cold-start.json");
  const figures = { date: new Date().toISOString(), rounds, machine, target: TARGET, sites: measured };
  writeFileSync(file, `${JSON.stringify(figures, null, 1)}\n`);
  process.stdout.write(`${[machine, ...lines].join("\n")}\n\nFigures: ${file}\n`);
}
