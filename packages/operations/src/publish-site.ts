/** From the head of a site's repository to the live site: build in a worker, then one rename. */
import { join } from "node:path";
import type { Builder } from "@pivert/builder";
import { publishRelease, type Release } from "@pivert/deploy";
import type { Problem } from "@pivert/model";

export interface PublishSiteOptions {
  site: string;
  /** The site's bare repository. */
  repository: string;
  /** The commit to publish. */
  revision: string;
  /** Where the site is built, and where its releases are: on one disk. */
  out: string;
  releases: string;
  builder: Pick<Builder, "build">;
}

export interface Published {
  release: Release;
  problems: Problem[];
  /** Milliseconds from the call to the live site. */
  duration: number;
  /** Files that this publication wrote or removed. */
  written: string[];
  removed: string[];
}

/** @throws what the build throws; the live site stays as it was */
export async function publishSite({
  site,
  repository,
  revision,
  out,
  releases,
  builder,
}: PublishSiteOptions): Promise<Published> {
  const started = performance.now();
  const { report, written, removed } = await builder.build({
    name: site,
    source: { folder: repository, revision },
    out,
  });
  const release = publishRelease({
    built: join(out, "site"),
    releases,
    revision,
    report: join(out, "build.json"),
    changed: written,
  });
  return { release, problems: report.problems, duration: performance.now() - started, written, removed };
}
