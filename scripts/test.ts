/** `pnpm test`: lint, types, boundaries, unit and integration tests, browser tests. One after the other, all of them. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./find-browser.ts";
import { findPort } from "./find-port.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const long = process.argv.includes("--long");

const env: NodeJS.ProcessEnv = {
  ...process.env,
  FORCE_COLOR: "0",
  ASTRO_TELEMETRY_DISABLED: "1",
  NODE_OPTIONS: "--disable-warning=ExperimentalWarning",
};
if (long) env.PIVERT_LONG = "1";

interface Step {
  name: string;
  command: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

const themes = globSync("themes/*/astro.config.ts", { cwd: ROOT }).map((file) => dirname(file));
if (themes.length === 0) throw new Error("There is no theme in themes/.");

const steps: Step[] = [
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "types", command: ["tsc", "-p", "."] },
  ...themes.map((theme) => ({
    name: `types of ${theme}`,
    command: ["astro", "check", "--minimumFailingSeverity", "warning"],
    cwd: join(ROOT, theme),
  })),
  { name: "boundaries", command: ["node", "scripts/check-boundaries.ts"] },
  { name: "unit and integration", command: ["vitest", "run"] },
  {
    name: "browser",
    command: ["playwright", "test", "--config", "e2e/playwright.config.ts"],
    env: { PIVERT_CHROMIUM: findBrowser(), PIVERT_E2E_PORT: String(await findPort()) },
  },
];

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const failed: string[] = [];
for (const { name, command, cwd = ROOT, env: more } of steps) {
  if (only !== undefined && !name.includes(only)) continue;
  process.stdout.write(`\n── ${name}\n`);
  const started = performance.now();
  const [program = "", ...args] = command;
  const path = [join(cwd, "node_modules", ".bin"), join(ROOT, "node_modules", ".bin"), process.env.PATH].join(":");
  const { status, error } = spawnSync(program, args, { cwd, stdio: "inherit", env: { ...env, ...more, PATH: path } });
  if (error) process.stderr.write(`${error.message}\n`);
  if (status !== 0) failed.push(name);
  process.stdout.write(
    `── ${name}: ${status === 0 ? "passed" : "FAILED"} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );
}

process.stdout.write(
  `\n${failed.length === 0 ? `All ${steps.length} steps passed` : `Failed: ${failed.join(", ")}`}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
