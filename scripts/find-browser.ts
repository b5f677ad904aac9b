/**
 * Finds a Chromium for the browser tests: Playwright's own, the system's, then Playwright's download, then Debian's
 * package when root.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @returns the path of an executable; @throws an Error that says how to get one */
export function findBrowser(): string {
  return installed() ?? download() ?? installPackage() ?? fail();
}

function installed(): string | undefined {
  return [process.env.PIVERT_CHROMIUM ?? "", chromium.executablePath(), ...SYSTEM].find(
    (path) => path !== "" && existsSync(path),
  );
}

function download(): string | undefined {
  process.stdout.write("No Chromium on this machine: trying Playwright's download…\n");
  spawnSync("playwright", ["install", "chromium"], { stdio: "inherit", timeout: 300_000 });
  return installed();
}

function installPackage(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  process.stdout.write("Installing Debian's chromium…\n");
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return installed();
}

function fail(): never {
  throw new Error(
    "The browser tests need Chromium: run « sudo apt-get install chromium », or « npx playwright install chromium », then try again.",
  );
}
