/** `pnpm build`: one site, all of them, or any folder. */
import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { buildSites, listSites, ROOT, type SiteOutcome, siteFolder } from "@pivert/operations";
import { parseOptions } from "./parse-options.ts";
import { printOutcome } from "./print-outcome.ts";
import { openProgress } from "./progress.ts";
import { UsageError } from "./usage.ts";

export async function build(args: string[]): Promise<number> {
  const options = parseOptions(args, {
    site: { type: "string" },
    all: { type: "boolean" },
    from: { type: "string" },
    revision: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean" },
    strict: { type: "boolean" },
    force: { type: "boolean" },
  });
  const targets = chooseSites(options);
  const requests = targets.map(({ name, folder }) => ({
    name,
    source: options.revision === undefined ? { folder } : { folder, revision: options.revision },
    out:
      options.out === undefined
        ? join(ROOT, "dist", name)
        : options.all
          ? resolve(options.out, name)
          : resolve(options.out),
    force: options.force,
  }));
  const progress = openProgress(process.stderr, requests.length);
  const outcomes = await buildSites({
    requests,
    onStep: progress.step,
    onSite: (outcome) => {
      progress.clear();
      if (!options.json) printOutcome(outcome);
      progress.finish(outcome.name);
    },
  });
  progress.clear();
  if (options.json) printJson(outcomes, options.all === true);
  return outcomes.some((outcome) => failed(outcome, options.strict === true)) ? 1 : 0;
}

function chooseSites({
  site,
  all,
  from,
}: {
  site?: string;
  all?: boolean;
  from?: string;
}): { name: string; folder: string }[] {
  if ([site, all, from].filter((choice) => choice !== undefined).length !== 1)
    throw new UsageError("Choose what to build: --site=NAME, --all or --from=FOLDER.");
  if (from !== undefined) {
    const folder = resolve(from);
    if (from === "" || !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`There is no folder ${folder}.`);
    return [{ name: basename(folder), folder }];
  }
  const known = listSites();
  if (all) return known.map((name) => ({ name, folder: siteFolder(name) }));
  if (site === undefined || !known.includes(site))
    throw new UsageError(`There is no site « ${site} » in sites/. Known: ${known.join(", ") || "none"}.`);
  return [{ name: site, folder: siteFolder(site) }];
}

function failed(outcome: SiteOutcome, strict: boolean): boolean {
  if ("error" in outcome) return true;
  return outcome.result.report.problems.some(({ severity }) => strict || severity === "error");
}

function printJson(outcomes: SiteOutcome[], all: boolean): void {
  const reports = outcomes.map((outcome) =>
    "error" in outcome ? { site: outcome.name, error: describe(outcome.error) } : outcome.result.report,
  );
  process.stdout.write(`${JSON.stringify(all ? reports : reports[0], null, 1)}\n`);
}

function describe(error: unknown): unknown {
  if (error instanceof Error && "problems" in error) return { message: error.message, problems: error.problems };
  return { message: error instanceof Error ? error.message : String(error) };
}
