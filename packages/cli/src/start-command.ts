/** `pnpm start`: the whole platform on this machine: sites, editing, accounts, database and workers. */
import { watch } from "node:fs";
import { listSites, SITES } from "@pivert/operations";
import { explainError } from "./explain-error.ts";
import { parseOptions, parsePort } from "./parse-options.ts";
import { describeProblems } from "./print-outcome.ts";

const DEFAULT_PORT = "8080";
const HOST = "localhost";
/** A moment for an editor that writes a file in several steps. */
const SETTLE_MS = 60;

export async function start(args: string[]): Promise<number> {
  const { port: written } = parseOptions(args, { port: { type: "string", default: process.env.PORT ?? DEFAULT_PORT } });
  const { addressOf, choosePort, openServer } = await import("@pivert/server");
  // The port first: a busy one is said before any work is done.
  const port = await choosePort(parsePort(written));
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });

  const sites = listSites();
  const originOf = addressOf(HOST, port);
  const { openPlatform, seedAccounts, buildEditingPage } = await import("@pivert/operations/platform");
  say("Opening the database…");
  const waiting = new Set(sites);
  const platform = await openPlatform({
    sites,
    originOf,
    onEvent(event) {
      if (event.kind === "published") {
        waiting.delete(event.site);
        const { written: files, removed, duration, problems } = event.published;
        say(`✓ ${event.site}: ${files.length + removed.length} files in ${(duration / 1000).toFixed(2)} s`);
        for (const line of describeProblems(problems)) say(line);
      } else if (event.kind === "failed" || event.kind === "error") say(explainError(event.error));
      else if (event.kind === "conflicts")
        say(`${event.site}: an editor changed ${event.paths.join(", ")} too; what the folder holds was left out.`);
    },
  });
  const closing: (() => unknown)[] = [() => platform.close()];
  try {
    say("Preparing the editing page…");
    const bundle = await buildEditingPage();
    const accounts = await seedAccounts(platform);
    const server = await openServer({ platform, bundle, host: HOST, port });
    closing.unshift(() => server.close());
    const watcher = followSites(sites, (site) => platform.follow(site).catch((error) => say(explainError(error))));
    closing.unshift(() => watcher.close());
    say(`\n${sites.map((site) => `  ${originOf(site)}/   edit: ${originOf(`${site}.edit`)}/entrer`).join("\n")}`);
    say(
      `\nDemo accounts (invented people):\n${accounts.map(({ email, password, site }) => `  ${email}  ${password}  ${site ?? "all sites"}`).join("\n")}`,
    );
    say(`\n${originOf("")}/ lists them all. A changed file in sites/ shows after a reload. Ctrl-C stops.`);
    if (waiting.size > 0) say(`Being built: ${[...waiting].join(", ")}…`);
    await stopped;
    say("\nStopping…");
  } finally {
    for (const close of closing) await close();
  }
  say("Stopped.");
  return 0;
}

/** Calls back with each site of which a file has changed. */
function followSites(sites: readonly string[], onChange: (site: string) => void): { close(): void } {
  const timers = new Map<string, NodeJS.Timeout>();
  const watcher = watch(SITES, { recursive: true }, (_, file) => {
    const site = file?.split("/")[0];
    if (!site || !sites.includes(site) || /(^|\/)\.|~$/.test(file)) return;
    clearTimeout(timers.get(site));
    timers.set(site, setTimeout(onChange, SETTLE_MS, site));
  });
  return {
    close() {
      watcher.close();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
