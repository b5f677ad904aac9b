/** Which file of `media/` each uploaded file becomes: the original, never a resized copy. */
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ImportedAsset } from "@pivert/importer";
import { refuseLogicalPath, slugify } from "@pivert/model";
import { ownHosts, ownPath, uploadOf } from "./old-address.ts";
import type { SurveyedSite } from "./survey-site.ts";

export interface MediaPlan {
  /** Path in the site's folder of what an address of an uploaded file shows; `undefined` for one of another site. */
  fileOf: (address: string) => string | undefined;
  /** Whether a file of the plan is there to be copied. */
  has: (file: string) => boolean;
  /** Every file that something asked for, ready to be copied. */
  assets: () => ImportedAsset[];
  /** Files of the plan that are missing, by the address that asked for them. */
  missing: () => readonly string[];
  /** The uploads folder's own names for a file of the plan and its resized copies. */
  copiesOf: (file: string) => readonly string[];
}

const SIZED = /-\d{2,5}x\d{2,5}(?=\.\w+$)/;
const SCALED = /-(?:scaled|rotated|e\d{10,})(?=\.\w+$)/;

/** @param folder `wp-content/uploads`, or `undefined` when there is none at hand */
export function planMedia(site: SurveyedSite, folder: string | undefined): MediaPlan {
  const onDisk = folder === undefined ? new Map<string, string>() : listUploads(folder);
  const own = ownHosts(site);
  const originals = new Map<string, string>();
  const listed = new Map<string, string>();
  for (const { url, original } of site.attachments.values()) {
    const upload = uploadOf(url);
    if (upload === undefined) continue;
    listed.set(upload.toLowerCase(), upload);
    const whole = original && uploadOf(original);
    if (whole) originals.set(upload, whole);
  }
  const places = new Map<string, string>();
  const taken = new Map<string, string>();
  const wanted = new Set<string>();
  const missing = new Set<string>();
  const copies = new Map<string, Set<string>>();

  function fileOf(address: string): string | undefined {
    const upload = uploadOf(address);
    if (upload === undefined || (isElsewhere(address) && !isListed(upload))) return undefined;
    const source = sourceOf(upload);
    const place = placeOf(source);
    wanted.add(source);
    const names = copies.get(place) ?? new Set();
    copies.set(place, names.add(upload));
    if (folder !== undefined && !onDisk.has(source.toLowerCase())) missing.add(upload);
    return place;
  }

  function isElsewhere(address: string): boolean {
    return ownPath(address, own) === undefined;
  }

  function isListed(upload: string): boolean {
    return listed.has(upload.toLowerCase()) || listed.has(upload.replace(SIZED, "").toLowerCase());
  }

  /** The uploaded file that a name stands for: the largest that is there. */
  function sourceOf(upload: string): string {
    const whole = originals.get(upload);
    // A file of its own, though its name looks like that of a resized copy.
    const itself = listed.get(upload.toLowerCase());
    if (itself !== undefined && onDisk.has((originals.get(itself) ?? itself).toLowerCase()))
      return originals.get(itself) ?? itself;
    if (itself !== undefined && (onDisk.size === 0 || onDisk.has(itself.toLowerCase()))) return itself;
    const plain = upload.replace(SIZED, "");
    const candidates = [
      whole,
      originals.get(plain),
      plain.replace(SCALED, ""),
      plain.replace(SIZED, "").replace(/(?=\.\w+$)/, "-scaled"),
      plain,
      upload,
    ];
    const there = candidates.find((name) => name !== undefined && onDisk.has(name.toLowerCase()));
    const known = candidates.find((name) => name !== undefined && listed.has(name.toLowerCase()));
    return there ?? known ?? (listed.has(upload.toLowerCase()) ? upload : plain);
  }

  function placeOf(source: string): string {
    const known = places.get(source);
    if (known) return known;
    const wantedPlace = mediaPath(source);
    let place = wantedPlace;
    for (let number = 2; taken.has(place.toLowerCase()); number++)
      place = wantedPlace.replace(/(?=\.\w+$)|$/, `-${number}`);
    taken.set(place.toLowerCase(), source);
    places.set(source, place);
    return place;
  }

  return {
    fileOf,
    has: (file) => [...places].some(([source, place]) => place === file && onDisk.has(source.toLowerCase())),
    missing: () => [...missing],
    copiesOf: (file) => [...(copies.get(file) ?? [])],
    assets: () =>
      [...wanted].flatMap((source): ImportedAsset[] => {
        const name = onDisk.get(source.toLowerCase());
        if (folder === undefined || name === undefined) return [];
        const path = join(folder, name);
        const { size, mtimeMs } = statSync(path);
        return [{ file: placeOf(source), stamp: `${size}-${Math.round(mtimeMs)}`, load: () => createReadStream(path) }];
      }),
  };
}

/** A path below uploads as one below `media/`: the same names, unless one could not stand in a site's folder. */
function mediaPath(upload: string): string {
  const file = `media/${upload
    .split("/")
    .filter((name) => name !== "" && name !== "." && name !== "..")
    .join("/")}`;
  if (!refuseLogicalPath(file)) return file;
  const names = upload.split("/").map((name) => {
    const [, base = name, extension = ""] = /^(.*?)(\.\w{1,5})?$/.exec(name) ?? [];
    return (slugify(base) || "fichier") + extension.toLowerCase();
  });
  return `media/${names.join("/")}`;
}

/** Files below uploads by their composed name in small letters: names may be decomposed, or of another case than in texts. */
function listUploads(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(folder.replace(/\/+$/, "").length + 1);
    files.set(path.normalize("NFC").toLowerCase(), path);
  }
  return files;
}
