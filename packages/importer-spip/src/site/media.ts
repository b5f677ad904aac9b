/** The files of `IMG/`: which are asked for, where they go in `media/`, and which cannot be found. */
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ImportedAsset } from "@pivert/importer";
import { foldPath, isImageFile, refuseLogicalPath, slugify } from "@pivert/model";
import { drawPlaceholder } from "./placeholder.ts";
import type { SpipSite } from "./spip-site.ts";

export interface Media {
  /** The file of `media/` for a path below `IMG/`; it is copied when it is there. */
  use: (path: string) => MediaUse;
  /** The file for an address of another site: a place for what is not fetched. */
  useRemote: (address: string, size: { width: number; height: number }) => MediaUse;
  /** A small picture of a kind of file, for files without a name. */
  icon: (extension: string) => string;
  /** The path below `IMG/` of an object's logo. */
  logo: (object: string, id: number) => string | undefined;
  /** The text of a small file. */
  readText: (path: string) => Uint8Array | undefined;
  /** What was asked for and is there. */
  assets: () => IterableIterator<ImportedAsset>;
  /** Paths below `IMG/` that were asked for, with their files. */
  moved: () => IterableIterator<[path: string, file: string]>;
  /** Files of `IMG/` that nothing public shows. */
  unused: () => number;
  /** Whether there is a folder at all. */
  present: boolean;
}

export interface MediaUse {
  file: string;
  found: boolean;
}

/** Short names of objects in the names of old logos: `IMG/arton12.jpg`. */
const LOGO_NAMES: Record<string, string> = {
  article: "art",
  rubrique: "rub",
  breve: "breve",
  auteur: "aut",
  mot: "mot",
  site: "site",
};

/** @param folder the site's `IMG/`; without it files are named and not copied */
export function openMedia(site: SpipSite, folder: string | undefined): Media {
  const onDisk = folder === undefined ? new Map<string, string>() : listFiles(folder);
  const used = new Map<string, { file: string; found: boolean }>();
  const made = new Map<string, Uint8Array>();
  const takenFiles = new Map<string, string>();
  const logos = readLogos(site, onDisk);

  function placeOf(path: string): string {
    const composed = path.normalize("NFC");
    const plain = `media/${composed}`;
    const safe =
      refuseLogicalPath(plain) === undefined
        ? plain
        : `media/${composed
            .split("/")
            .map((name) =>
              name.replace(/^(.*?)(\.\w+)?$/, (_, stem: string, end = "") => `${slugify(stem) || "fichier"}${end}`),
            )
            .join("/")}`;
    for (let times = 1; ; times++) {
      const file = times === 1 ? safe : safe.replace(/(\.\w+)?$/, `-${times}$1`);
      const owner = takenFiles.get(foldPath(file));
      if (owner !== undefined && owner !== path) continue;
      takenFiles.set(foldPath(file), path);
      return file;
    }
  }

  function use(path: string): MediaUse {
    const known = used.get(path);
    if (known) return known;
    const file = placeOf(path);
    const found = onDisk.has(foldPath(path));
    const entry = { file, found };
    used.set(path, entry);
    if (!found && folder !== undefined && isImageFile(path)) made.set(file, drawPlaceholder(640, 480));
    return entry;
  }

  return {
    present: folder !== undefined,
    use,
    useRemote(address, { width, height }) {
      const name = slugify(decodeName(address).replace(/\.\w+$/, "")) || "image";
      const extension = /\.(jpe?g|png|gif|webp)$/i.exec(address.replace(/[?#].*$/, ""))?.[1] ?? "png";
      const path = `ailleurs/${name}.${extension.toLowerCase()}`;
      const known = used.get(`${path} ${address}`);
      if (known) return known;
      const entry = { file: placeOf(path), found: false };
      used.set(`${path} ${address}`, entry);
      made.set(entry.file, drawPlaceholder(width || 640, height || 480));
      return entry;
    },
    icon(extension) {
      const kind = /^[a-z0-9]{1,5}$/.test(extension) ? extension : "doc";
      const file = `media/icones/${kind}.svg`;
      made.set(file, Buffer.from(drawIcon(kind.toUpperCase())));
      return file;
    },
    logo: (object, id) => logos.get(`${object}/${id}`),
    readText(path) {
      const real = onDisk.get(foldPath(path));
      if (real === undefined || folder === undefined) return undefined;
      const at = join(folder, real);
      return statSync(at).size > MAX_TEXT ? undefined : readFileSync(at);
    },
    *assets() {
      for (const [path, { file, found }] of used) {
        const real = onDisk.get(foldPath(path));
        if (!found || real === undefined || folder === undefined) continue;
        const at = join(folder, real);
        const { size, mtimeMs } = statSync(at);
        yield { file, stamp: `${size}-${Math.floor(mtimeMs)}`, load: () => createReadStream(at) };
      }
      for (const [file, bytes] of made) yield { file, load: async () => bytes };
    },
    *moved() {
      for (const [path, { file }] of used) if (!path.includes(" http")) yield [path, file];
    },
    unused: () =>
      [...onDisk.keys()].filter((path) => !UNLISTED.test(path)).length -
      [...used].filter(([path]) => onDisk.has(foldPath(path))).length,
  };
}

const MAX_TEXT = 1024 * 1024;
/** What SPIP keeps in `IMG/` for itself. */
const UNLISTED = /^(?:cache-|distant\/.*\.html$|nl\/|tmp\/)|\.(?:html?|txt|htaccess|ok)$/;

/** Every file by its path, without regard to case or to how accents are written. */
function listFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/");
    if (!path.split("/").some((name) => name.startsWith("."))) files.set(foldPath(path), path);
  }
  return files;
}

/** Logos are documents since SPIP 4; before, files whose names tell of whom. `on` is the one that is shown. */
function readLogos(site: SpipSite, onDisk: ReadonlyMap<string, string>): Map<string, string> {
  const logos = new Map<string, string>();
  for (const path of onDisk.values()) {
    const [, name, id] = /^(art|rub|breve|aut|mot|site)on(\d+)\.(?:jpe?g|png|gif|webp|svg)$/i.exec(path) ?? [];
    const object = Object.keys(LOGO_NAMES).find((one) => LOGO_NAMES[one] === name?.toLowerCase());
    if (object !== undefined) logos.set(`${object}/${Number(id)}`, path);
  }
  for (const { objet, id_objet, fichier } of site.rows("SELECT objet, id_objet, fichier FROM logos WHERE mode = 'on'"))
    logos.set(`${objet}/${Number(id_objet)}`, String(fichier));
  const query = `SELECT l.objet, l.id_objet, d.id_document FROM documents d JOIN documents_liens l ON l.id_document = d.id_document
    WHERE d.mode = 'logoon'`;
  for (const { objet, id_objet, id_document } of site.rows(query)) {
    const document = site.documents.get(Number(id_document));
    if (document && !document.isRemote)
      logos.set(`${objet === "syndic" ? "site" : objet}/${Number(id_objet)}`, document.file);
  }
  return logos;
}

function decodeName(address: string): string {
  const name =
    address
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    // A stray percent sign is no encoding.
    return name;
  }
}

function drawIcon(label: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="60" viewBox="0 0 48 60"><path d="M2 2h30l14 14v42H2z" fill="#fff" stroke="#444" stroke-width="2"/><path d="M32 2v14h14" fill="none" stroke="#444" stroke-width="2"/><text x="24" y="44" font-family="sans-serif" font-size="12" font-weight="bold" text-anchor="middle" fill="#444">${label}</text></svg>\n`;
}
