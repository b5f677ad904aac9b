/**
 * The releases of one site: `releases/<id>/` with the files in `site/` and the facts in `release.json`, and `current`, a
 * symbolic link to the one that is live. A release is never changed once it has its name.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** `release.json`. */
export interface ReleaseRecord {
  /** Sorts by time: releases are listed by it. */
  id: string;
  /** The commit it was built from. */
  revision: string | null;
  /** ISO 8601 instant. */
  publishedAt: string;
  /** Hashed files of this release's own pages; those carried from earlier ones are left out. */
  assets: string[];
}

export interface Release extends ReleaseRecord {
  folder: string;
}

export const CURRENT = "current";
export const RECORD = "release.json";

/** Finished releases, newest first. What a killed deploy left has no record and is not listed. */
export function listReleases(folder: string): Release[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .sort()
    .reverse()
    .flatMap((name) => readRelease(join(folder, name)) ?? []);
}

/** The release that is live. */
export function currentRelease(folder: string): Release | undefined {
  const link = join(folder, CURRENT);
  let target: string;
  try {
    target = readlinkSync(link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return readRelease(join(folder, target));
}

function readRelease(folder: string): Release | undefined {
  const record = join(folder, RECORD);
  if (!existsSync(record)) return undefined;
  return { ...(JSON.parse(readFileSync(record, "utf8")) as ReleaseRecord), folder };
}
