/** From a built folder to the live site. */
import {
  type Dirent,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CURRENT, currentRelease, listReleases, RECORD, type Release, type ReleaseRecord } from "./releases.ts";
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

  // The oldest, whose turn to go it is, has almost all files already: making and removing thousands of names keeps a
  // disk busy for a second. One that is live, since somebody went back to it, stays until the switch.
  const live = currentRelease(releases)?.id;
  const [spare, ...leaving] = earlier.slice(keep - 1).sort((a, b) => Number(a.id === live) - Number(b.id === live));
  if (spare && spare.id !== live) takeOver(spare, temporary);
  else if (spare) leaving.push(spare);

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
  for (const old of leaving) {
    const aside = join(releases, `${OLD}${old.id}`);
    renameSync(old.folder, aside);
    removeLater(aside);
  }
  return { ...record, folder };
}

/** Gives the folder of a release that goes to the next one; what a release has besides its site is left out. */
function takeOver(release: Release, folder: string): void {
  renameSync(release.folder, folder);
  for (const name of readdirSync(folder)) if (name !== "site") rmSync(join(folder, name), { recursive: true });
}

/**
 * Makes a folder hold the files of another and nothing else, by links; those it has already stay.
 * @returns those whose names hold a hash
 */
function linkTree(from: string, to: string, path = ""): string[] {
  const others = new Map<string, Dirent>();
  if (existsSync(join(to, path))) for (const entry of list(join(to, path))) others.set(entry.name, entry);
  else mkdirSync(join(to, path), { recursive: true });
  const assets: string[] = [];
  for (const entry of list(join(from, path))) {
    const file = path === "" ? entry.name : `${path}/${entry.name}`;
    const before = others.get(entry.name);
    others.delete(entry.name);
    if (before && before.isDirectory() !== entry.isDirectory()) rmSync(join(to, file), { recursive: true });
    if (entry.isDirectory()) assets.push(...linkTree(from, to, file));
    else if (entry.isFile()) {
      linkFile(join(from, file), join(to, file));
      if (HASHED.includes(path)) assets.push(file);
    }
  }
  for (const name of others.keys()) rmSync(join(to, path, name), { recursive: true, force: true });
  return assets;
}

function linkFile(from: string, to: string): void {
  const before = lstatSync(to, { bigint: true, throwIfNoEntry: false });
  if (before && before.ino === lstatSync(from, { bigint: true }).ino) return;
  if (before) rmSync(to);
  linkSync(from, to);
}

function list(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true });
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
