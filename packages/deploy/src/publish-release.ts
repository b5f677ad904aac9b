/** From a built folder to the live site. */
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CURRENT, listReleases, RECORD, type Release, type ReleaseRecord } from "./releases.ts";
import { removeLater } from "./remove-later.ts";
import { switchCurrent } from "./switch-current.ts";
import { syncPath } from "./sync-path.ts";

export interface PublishReleaseOptions {
  /** The files of the site, built; linked, so that they must be replaced and never written into. */
  built: string;
  /** The folder of the site's releases, on the same disk. */
  releases: string;
  revision: string | null;
  /** `build.json`: kept beside the files, for the server's redirects. */
  report?: string;
  /** Files of `built` that changed since the release before: made safe on disk before the switch. */
  changed?: readonly string[];
  /** How many releases stay, the live one included; their hashed files stay reachable. */
  keep?: number;
  now?: Date;
}

/** Folders of files whose names hold a hash of their content. */
const HASHED = ["_theme", "media/_"];

/**
 * Publishes a built site. Readers see the release before until the very last rename; a process killed at any moment
 * leaves the live site whole.
 */
export function publishRelease({
  built,
  releases,
  revision,
  report,
  changed = [],
  keep = 5,
  now = new Date(),
}: PublishReleaseOptions): Release {
  mkdirSync(releases, { recursive: true });
  removeUnfinished(releases);
  const earlier = listReleases(releases);
  const id = newId(now, earlier[0]?.id);
  const temporary = join(releases, `.tmp-${id}`);
  const site = join(temporary, "site");

  const assets = linkTree(built, site);
  for (const release of earlier.slice(0, keep - 1)) carryAssets(release, site);
  for (const file of changed)
    for (const path of ["", ".br", ".gz"].map((suffix) => join(site, file + suffix)))
      if (existsSync(path)) syncPath(path);
  if (report !== undefined) linkSync(report, join(temporary, "build.json"));
  const record: ReleaseRecord = { id, revision, publishedAt: now.toISOString(), assets };
  writeFileSync(join(temporary, RECORD), `${JSON.stringify(record)}\n`, { flush: true });
  syncPath(temporary);

  const folder = join(releases, id);
  renameSync(temporary, folder);
  switchCurrent(releases, id);
  for (const old of earlier.slice(keep - 1)) {
    const aside = join(releases, `${OLD}${old.id}`);
    renameSync(old.folder, aside);
    removeLater(aside);
  }
  return { ...record, folder };
}

/** Links a folder's files into another; @returns those whose names hold a hash */
function linkTree(from: string, to: string, path = ""): string[] {
  mkdirSync(join(to, path), { recursive: true });
  const assets: string[] = [];
  for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
    const file = path === "" ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) assets.push(...linkTree(from, to, file));
    else if (entry.isFile()) {
      linkSync(join(from, file), join(to, file));
      if (HASHED.includes(path)) assets.push(file);
    }
  }
  return assets;
}

/** A page that a visitor opened before the switch still finds its stylesheet and its pictures. */
function carryAssets(release: Release, site: string): void {
  for (const file of release.assets) {
    const from = join(release.folder, "site", file);
    const to = join(site, file);
    if (existsSync(to) || !existsSync(from)) continue;
    mkdirSync(join(to, ".."), { recursive: true });
    linkSync(from, to);
  }
}

/** A release that is being removed. */
const OLD = ".old-";

/** What a killed deploy left. */
function removeUnfinished(releases: string): void {
  for (const name of readdirSync(releases)) {
    if (name.startsWith(OLD)) removeLater(join(releases, name));
    if (name.startsWith(".tmp-") || name.startsWith(`.${CURRENT}-`))
      rmSync(join(releases, name), { recursive: true, force: true });
  }
}

/** `20261122-143005-001`: the moment, and a number that sorts after the release before. */
function newId(now: Date, before: string | undefined): string {
  const moment = now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  const [date = "", time = "", number = "0"] = before?.split("-") ?? [];
  const last = `${date}-${time}`;
  if (before === undefined || moment > last) return `${moment}-001`;
  return `${last}-${String(Number(number) + 1).padStart(3, "0")}`;
}
