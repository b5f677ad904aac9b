/** Keeps the sites of this checkout built: at once, then whenever a file of theirs changes. */
import { watch } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { BuildStep } from "@pivert/builder";
import { openWorkerPool } from "@pivert/builder/pool";
import type { SiteOutcome } from "./build-sites.ts";
import { DATA, FOLDERS, listSites, SITES, siteFolder } from "./project.ts";

export interface KeepBuiltOptions {
  onStep: (site: string, step: BuildStep | "theme") => void;
  onSite: (outcome: SiteOutcome) => void;
}

export interface KeptSites {
  /** Ends when every site has been built once. */
  ready: Promise<void>;
  close(): void;
}

/** Where the files of a site that is served from this checkout lie. */
export function builtFolder(site: string): string {
  return join(DATA, "builds", site);
}

/** A moment for an editor that writes a file in several steps. */
const SETTLE = 60;

export function keepBuilt({ onStep, onSite }: KeepBuiltOptions): KeptSites {
  const builder = openWorkerPool({ folders: FOLDERS, size: Math.max(1, Math.min(2, availableParallelism())) });
  const timers = new Map<string, NodeJS.Timeout>();
  const build = async (name: string) => {
    const out = builtFolder(name);
    try {
      const request = { name, source: { folder: siteFolder(name) }, out };
      onSite({ name, out, result: await builder.build(request, (step) => onStep(name, step)) });
    } catch (error) {
      onSite({ name, out, error });
    }
  };
  const watcher = watch(SITES, { recursive: true }, (_, file) => {
    const site = file?.split("/")[0];
    if (!site || /(^|\/)\.|~$/.test(file)) return;
    clearTimeout(timers.get(site));
    timers.set(
      site,
      setTimeout(() => {
        if (listSites().includes(site)) void build(site);
      }, SETTLE),
    );
  });
  return {
    ready: Promise.all(listSites().map(build)).then(() => {}),
    close() {
      watcher.close();
      for (const timer of timers.values()) clearTimeout(timer);
      builder.close();
    },
  };
}
