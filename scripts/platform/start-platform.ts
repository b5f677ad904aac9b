/** The whole platform in processes of its own, as `pnpm start` runs it, on data and sites of the caller's. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findPort } from "../find-port.ts";
import type { Place } from "./editor.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const MAIN = join(ROOT, "packages", "cli", "src", "main.ts");
const READY = "Ctrl-C stops";
/** How long a start may take on a machine that does much else: at first, and for each site more. */
const PATIENCE_MS = 180_000;
const SITE_MS = 10_000;

export interface PlatformFolders {
  data: string;
  sites: string;
  themes: string;
  cache: string;
}

export interface RunningPlatform extends Place {
  pid: number;
  /** All that it has printed. */
  said(): string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends the server's process without any chance to write; its workers and PostgreSQL are left to themselves. */
  kill(): Promise<void>;
}

/** @throws with what it printed, when it ends before it is ready */
export async function startPlatform({ data, sites, themes, cache }: PlatformFolders): Promise<RunningPlatform> {
  const port = await findPort();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "start", `--port=${port}`], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      VITEST: undefined,
      NODE_ENV: undefined,
      PIVERT_DATA: data,
      PIVERT_SITES: sites,
      PIVERT_THEMES: themes,
      PIVERT_CACHE: cache,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const patience = PATIENCE_MS + SITE_MS * readdirSync(sites).length;
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  for (const start = Date.now(); !said.includes(READY); await pause(20)) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The platform ended before it was ready:\n${said}`);
    if (Date.now() - start < patience) continue;
    await end("SIGKILL");
    throw new Error(`The platform is not ready:\n${said}`);
  }
  return {
    data,
    pid: child.pid ?? 0,
    originOf: (name) => `http://${name === "" ? "" : `${name}.`}localhost:${port}`,
    said: () => said,
    stop: () => end("SIGINT"),
    kill: () => end("SIGKILL"),
  };
}
