/** Builds several sites: those that have not changed cost next to nothing, the others share resident workers. */
import { availableParallelism } from "node:os";
import { type Builder, type BuildRequest, type BuildResult, type BuildStep, openBuilder } from "@pivert/builder";
import { FOLDERS } from "./project.ts";

export interface BuildSitesOptions {
  requests: readonly BuildRequest[];
  onStep?: (site: string, step: BuildStep | "theme") => void;
  /** Told as each site ends. */
  onSite?: (outcome: SiteOutcome) => void;
}

export type SiteOutcome =
  | { name: string; out: string; result: BuildResult }
  | { name: string; out: string; error: unknown };

/** Builds every site asked for; one that fails does not stop the others. */
export async function buildSites({ requests, onStep, onSite }: BuildSitesOptions): Promise<SiteOutcome[]> {
  const outcomes: SiteOutcome[] = [];
  const finish = (outcome: SiteOutcome) => {
    outcomes.push(outcome);
    onSite?.(outcome);
  };
  const local = openBuilder(FOLDERS);
  const changed: BuildRequest[] = [];
  const known = requests.length === 1 ? [] : await local.check(requests);
  for (const [index, request] of requests.entries()) {
    const result = known[index];
    if (result) finish({ name: request.name, out: request.out, result });
    else changed.push(request);
  }
  const builder = changed.length > 1 ? await openPool(changed.length) : local;
  await Promise.all(changed.map((request) => runOne(builder, request, onStep).then(finish)));
  builder.close();
  local.close();
  return outcomes;
}

async function openPool(sites: number): Promise<Pick<Builder, "build" | "close">> {
  const { openWorkerPool } = await import("@pivert/builder/pool");
  return openWorkerPool({ folders: FOLDERS, size: Math.min(sites, availableParallelism()) });
}

async function runOne(
  builder: Pick<Builder, "build">,
  request: BuildRequest,
  onStep: BuildSitesOptions["onStep"],
): Promise<SiteOutcome> {
  const { name, out } = request;
  try {
    return { name, out, result: await builder.build(request, (step) => onStep?.(name, step)) };
  } catch (error) {
    return { name, out, error };
  }
}
