/** Writes what an import yields into a site's folder, and tells what became of everything. */
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { formatEntry } from "@pivert/markdown";
import { foldPath, formatRedirects, formatYaml, parseRedirects, type Redirect, refuseLogicalPath } from "@pivert/model";
import { type ImportedAsset, type ImportedEntry, type Notice, type SiteImport, sourceKey } from "./import-item.ts";
import { digestOf, type ImportState, loadState, STATE_FILE } from "./import-state.ts";
import { type ImportReport, openReport, writeReport } from "./report.ts";

export interface WriteSiteOptions {
  /** The site's folder: new, or that of an earlier import of the same site. */
  folder: string;
  /** Files above this size, in bytes, are given to `storeLarge`. */
  largeFrom?: number;
  /** Keeps a large file elsewhere and gives what stands in its place, such as a pointer. */
  storeLarge?: (path: string) => Promise<string>;
  /** Where the report is written; beside the site's files unless told. */
  reportFolder?: string;
  onProgress?: (what: string, done: number, total: number) => void;
  /** The moment of the import; now unless told. */
  now?: Date;
}

/**
 * Writes an import. It may be repeated into the same folder: what has not been edited since is brought up to date, what
 * has been is kept and told. What is cut off is taken up by the next run.
 * @throws ImportError when the folder is not that of an earlier import of the same site
 */
export async function writeSite(site: SiteImport, options: WriteSiteOptions): Promise<ImportReport> {
  const { folder, onProgress = () => {}, now = new Date() } = options;
  const state = loadState(folder, site.source);
  const writer = openWriter(folder, state, options);
  const report = openReport(site.source, now);
  for await (const item of site.items) {
    if (item.kind === "site") writer.text("site.yaml", formatYaml(item.fields));
    else if (item.kind === "taxonomies") writer.text("taxonomies.yaml", formatYaml(item.taxonomies));
    else if (item.kind === "entry") {
      for (const notice of writer.entry(item)) report.notice(notice);
      report.entry(item);
    } else if (item.kind === "comments") {
      writer.text(item.file, formatYaml({ comments: item.comments }));
    } else if (item.kind === "asset") {
      const failure = await writer.asset(item);
      if (failure) report.notice(failure);
      else report.asset();
    } else if (item.kind === "redirects") writer.redirects(item.redirects);
    else if (item.kind === "progress") onProgress(item.what, item.done, item.total);
    else report.item(item);
  }
  for (const notice of writer.finish()) report.notice(notice);
  writeReport(options.reportFolder ?? folder, report.result);
  return report.result;
}

interface Writer {
  text(file: string, content: string): "written" | "kept";
  entry(entry: ImportedEntry): Notice[];
  asset(asset: ImportedAsset): Promise<Notice | undefined>;
  redirects(redirects: readonly Redirect[]): void;
  /** Writes what must wait for the end, and takes away what the source no longer has. */
  finish(): Notice[];
}

function openWriter(
  folder: string,
  state: ImportState,
  { largeFrom = Infinity, storeLarge }: WriteSiteOptions,
): Writer {
  const redirects = new Map<string, string>();
  const seenEntries = new Set<string>();
  const seenFiles = new Set<string>();
  const taken = new Map<string, string>();
  let sinceSaved = 0;

  /** A file is written aside and renamed: it is whole or not there. */
  function put(file: string, content: string): void {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  }

  function text(file: string, content: string): "written" | "kept" {
    checkPath(file);
    seenFiles.add(file);
    const digest = digestOf(content);
    const path = join(folder, file);
    const current = existsSync(path) ? digestOf(readFileSync(path)) : undefined;
    const last = state.files[file];
    if (last !== undefined && current !== last) {
      // Edited or deleted here since. The same news is not told twice.
      const isNews = digest !== last && state.files[`${file}?shown`] !== digest;
      if (digest !== last) state.files[`${file}?shown`] = digest;
      return isNews && current !== digest ? "kept" : "written";
    }
    if (current !== digest) put(file, content);
    state.files[file] = digest;
    saveNow();
    return "written";
  }

  /** Two files whose names differ only by case are one on some systems. */
  function checkPath(file: string): void {
    const reason = refuseLogicalPath(file);
    if (reason) throw new Error(`The import gave a file the name « ${file} », which ${reason}.`);
    const folded = foldPath(file);
    const first = taken.get(folded);
    if (first !== undefined && first !== file)
      throw new Error(`The import gave two files the names ${first} and ${file}.`);
    taken.set(folded, file);
  }

  function saveNow(): void {
    if (++sinceSaved < SAVED_EVERY) return;
    sinceSaved = 0;
    saveState();
  }

  function saveState(): void {
    put(STATE_FILE, `${JSON.stringify(state, null, 1)}\n`);
  }

  return {
    text,
    entry({ file, fields, body }) {
      const key = sourceKey(fields.source);
      seenEntries.add(key);
      const place = state.entries[key] ?? file;
      state.entries[key] = place;
      const content = formatEntry(fields, body);
      if (text(place, content) === "written") return [];
      const { type, id, url } = fields.source;
      const what = existsSync(join(folder, place)) ? "a été modifié" : "a été supprimé";
      return [
        {
          about: "edited",
          text: `Ce texte ${what} ici, et il a changé sur l’ancien site depuis. Voici la version de l’ancien site :\n${content}`,
          entry: { type, id, title: fields.title, file: place, url },
        },
      ];
    },
    async asset({ file, stamp, load }) {
      checkPath(file);
      seenFiles.add(file);
      const path = join(folder, file);
      if (stamp !== undefined && state.files[file] === stamp && existsSync(path)) return undefined;
      try {
        const { size, digest } = await copyTo(path, load);
        if (storeLarge && size > largeFrom) put(file, await storeLarge(path));
        state.files[file] = stamp ?? digest;
      } catch (error) {
        return {
          about: "missing-file",
          text: `Le fichier ${file} n’a pas pu être copié : ${(error as Error).message}`,
        };
      }
      saveNow();
      return undefined;
    },
    redirects(more) {
      for (const { from, to } of more) if (!redirects.has(from)) redirects.set(from, to);
    },
    finish() {
      // An editor's redirects stay, and win.
      const path = join(folder, "redirects.csv");
      const own = existsSync(path) && digestOf(readFileSync(path)) !== state.files["redirects.csv"];
      if (own) for (const { from, to } of parseRedirects(readFileSync(path, "utf8")).redirects) redirects.set(from, to);
      if (redirects.size > 0) {
        const content = formatRedirects([...redirects].map(([from, to]) => ({ from, to })));
        put("redirects.csv", content);
        state.files["redirects.csv"] = digestOf(content);
      }
      const notices = removeGone();
      saveState();
      return notices;
    },
  };

  /** An entry that the old site no longer shows goes here too, unless somebody has worked on it. */
  function removeGone(): Notice[] {
    return Object.entries(state.entries).flatMap(([key, file]): Notice[] => {
      if (seenEntries.has(key)) return [];
      const [type = "", id = ""] = key.split("/");
      const path = join(folder, file);
      const current = existsSync(path) ? digestOf(readFileSync(path)) : undefined;
      const untouched = current === state.files[file];
      if (untouched) rmSync(path, { force: true });
      delete state.entries[key];
      delete state.files[file];
      if (current === undefined) return [];
      const outcome = untouched ? "il est retiré ici aussi." : "il reste ici, car il y a été modifié.";
      return [
        { about: "removed", text: `L’ancien site ne montre plus ce texte : ${outcome}`, entry: { type, id, file } },
      ];
    });
  }
}

const SAVED_EVERY = 500;

async function copyTo(path: string, load: ImportedAsset["load"]): Promise<{ size: number; digest: string }> {
  mkdirSync(dirname(path), { recursive: true });
  const hash = createHash("sha256");
  let size = 0;
  const loaded = await load();
  const chunks = loaded instanceof Uint8Array ? [loaded] : loaded;
  try {
    await pipeline(
      Readable.from(chunks),
      async function* (bytes: AsyncIterable<Uint8Array>) {
        for await (const chunk of bytes) {
          hash.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(`${path}.part`),
    );
    renameSync(`${path}.part`, path);
  } catch (error) {
    rmSync(`${path}.part`, { force: true });
    throw error;
  }
  return { size, digest: hash.digest("hex").slice(0, 32) };
}
