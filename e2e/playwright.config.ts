import { fileURLToPath } from "node:url";
import { defineConfig } from "playwright/test";

const data = fileURLToPath(new URL("../data/", import.meta.url));
// What the tests write stays apart from what `pnpm start` keeps; images and bundles are shared.
process.env.PIVERT_DATA ??= `${data}e2e`;
process.env.PIVERT_CACHE ??= `${data}cache`;

const port = process.env.PIVERT_E2E_PORT ?? "8765";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  timeout: 120_000,
  fullyParallel: true,
  workers: 2,
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: {
      executablePath: process.env.PIVERT_CHROMIUM,
      // Chromium refuses its sandbox to root.
      chromiumSandbox: process.getuid?.() !== 0,
      args: ["--disable-quic", "--disable-background-networking", "--disable-component-update"],
    },
    screenshot: "only-on-failure",
    actionTimeout: 60_000,
  },
  webServer: {
    command: `node start-afresh.ts && exec node --disable-warning=ExperimentalWarning ../packages/cli/bin/pivert.mjs start --port=${port}`,
    // The list of sites answers at once; tests wait for the site they visit.
    url: `http://127.0.0.1:${port}/`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGINT", timeout: 10_000 },
  },
});
