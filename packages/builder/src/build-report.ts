/** `build.json`: what a build made and what was wrong. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem, Redirect } from "@pivert/model";

export interface BuildReport {
  /** The site's name on the host. */
  site: string;
  /** The commit, or `null` for a folder. */
  revision: string | null;
  versions: { theme: string; engine: string };
  /** Milliseconds from the call to the last file written. */
  duration: number;
  pages: ReportedPage[];
  /** Served path, and path in the site's folder. */
  assets: { url: string; source: string }[];
  redirects: Redirect[];
  problems: Problem[];
}

export interface ReportedPage {
  path: string;
  file: string;
  /** File of the entry that the page is of. */
  entry?: string;
  source?: { system: string; type: string; id: string | number; url?: string };
  /** Of the HTML, uncompressed. */
  bytes: number;
  elements: number;
  /** A telephone's first visit: what is sent to it, in how many requests, and what EcoIndex says of it. */
  visit: { bytes: number; requests: number; ecoindex: number };
}

export function writeReport(folder: string, report: BuildReport): void {
  const file = join(folder, "build.json");
  writeFileSync(`${file}.tmp`, `${JSON.stringify(report, null, 1)}\n`);
  renameSync(`${file}.tmp`, file);
}

/** By file, then line: the order in which an author would mend them. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return [...problems].sort(
    (a, b) =>
      compare(a.severity, b.severity) ||
      compare(a.file, b.file) ||
      compare(a.line ?? 0, b.line ?? 0) ||
      compare(a.code, b.code),
  );
}
