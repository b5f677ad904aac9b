/**
 * What a build remembers for the next one, in a SQLite file beside its output: parsed entries with their HTML, and the
 * key and digest of every file written. It is a cache: a state that cannot be read is made anew.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SourceFile } from "@pivert/repository";
import type { FirstVisit } from "./first-visit.ts";
import type { Entry } from "./load-entries.ts";

/** A file of the output. */
export interface Output {
  /** Changes whenever anything that the file is made from does. */
  key: string;
  /** Digest of its bytes. */
  digest: string;
  bytes: number;
  /** Bytes as a server sends them, compressed where that is done. */
  sent: number;
  /** What a telephone fetches with it; of HTML pages. */
  visit?: FirstVisit;
}

/** What a whole build was made from: when nothing of it changed there is nothing to do. */
export interface Fingerprint {
  engine: string;
  theme: string;
  themeName: string;
  /** Which site: a folder may be given to another. */
  site: string;
  /** Digest of the source files' paths and blob ids, or the commit. */
  source: string;
  /** When a dated entry appears or leaves, in milliseconds; `null` when none will. */
  nextChange: number | null;
  compress: boolean;
}

export interface BuildState {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly outputs: ReadonlyMap<string, Output>;
  sources: readonly SourceFile[];
  fingerprint: Fingerprint | undefined;
  /** Says which site is built: what another one left in this folder is forgotten, its files are removed. */
  beginSite(key: string): void;
  putEntry(entry: Entry, html: string): void;
  /** Forgets the entries of files that are no more. */
  keepEntries(files: ReadonlySet<string>): void;
  /** The HTML of an entry, with the marks of its slots. */
  htmlOf(file: string): string;
  /** The text of a file of settings when it was last right. */
  readonly goodTexts: Map<string, string>;
  putOutput(file: string, output: Output): void;
  removeOutput(file: string): void;
  /** Trusts nothing that was built before: all is read, rendered and written again. What is published stays meanwhile. */
  forget(): void;
  /** Whether the output folder may hold files that {@link outputs} does not know. */
  readonly untrusted: boolean;
  /** Says that files are about to be written: should the process end before {@link save}, none of them is trusted. */
  beginWriting(): void;
  /** Writes what changed in one transaction. */
  save(): void;
  close(): void;
}

const VERSION = 2;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (file TEXT PRIMARY KEY, record TEXT NOT NULL, html TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS output (file TEXT PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL, sent INTEGER NOT NULL, visit TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

/** Another process builds into the same folder. */
export class BusyError extends Error {
  constructor(folder: string) {
    super(`Another build writes to ${folder}. Wait for its end, or choose another folder with --out.`);
    this.name = "BusyError";
  }
}

/**
 * Opens the state of an output folder, for one process at a time.
 * @throws BusyError when another process has it open
 */
export function openState(folder: string): BuildState {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "state.sqlite");
  // A folder that holds files of which no state is left, or of a lost one.
  const orphaned = !existsSync(file) && existsSync(join(dirname(folder), "site"));
  try {
    return readState(openDatabase(file), orphaned);
  } catch (error) {
    if (error instanceof Error && /database is locked/i.test(error.message)) throw new BusyError(folder);
    // Truncated by a full disk or written by another version: a cache is made anew rather than mended.
    if (
      !(error instanceof Error) ||
      !/not a database|malformed|corrupt|another version|no such column/i.test(error.message)
    )
      throw error;
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    return readState(openDatabase(file), true);
  }
}

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  // The operating system keeps what a killed process wrote; a torn file after a power cut is made anew.
  database.exec(
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 1000;",
  );
  const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (version !== 0 && version !== VERSION) {
    database.close();
    throw new Error("state of another version");
  }
  if (version === 0) database.exec(SCHEMA);
  return database;
}

/** @param orphaned the output may hold files that this state does not know */
function readState(database: DatabaseSync, orphaned: boolean): BuildState {
  const meta = new Map<string, string>();
  for (const { name, value } of database.prepare("SELECT name, value FROM meta").all())
    meta.set(String(name), String(value));
  const fromMeta = <Value>(name: string): Value | undefined => {
    const json = meta.get(name);
    return json === undefined ? undefined : (JSON.parse(json) as Value);
  };

  // A build was cut off while it wrote: every file is written again, and those of before are still known for removal.
  const cutOff = meta.delete("writing");
  if (cutOff) {
    database.exec("UPDATE output SET key = '', digest = ''; DELETE FROM meta WHERE name = 'fingerprint'");
    meta.delete("fingerprint");
  }

  let writing = false;
  let untrusted = cutOff || orphaned;
  let entries: Map<string, Entry> | undefined;
  let outputs: Map<string, Output> | undefined;
  const readEntries = () => {
    entries ??= new Map(
      database
        .prepare("SELECT file, record FROM entry")
        .all()
        .map((row) => [String(row.file), JSON.parse(String(row.record)) as Entry]),
    );
    return entries;
  };
  const readOutputs = () => {
    outputs ??= new Map(
      database
        .prepare("SELECT file, key, digest, bytes, sent, visit FROM output")
        .all()
        .map((row) => [
          String(row.file),
          {
            key: String(row.key),
            digest: String(row.digest),
            bytes: Number(row.bytes),
            sent: Number(row.sent),
            ...(row.visit === null ? {} : { visit: JSON.parse(String(row.visit)) as FirstVisit }),
          },
        ]),
    );
    return outputs;
  };
  const newHtml = new Map<string, string>();
  const goneEntries = new Set<string>();
  const newOutputs = new Set<string>();
  const goneOutputs = new Set<string>();
  const selectHtml = database.prepare("SELECT html FROM entry WHERE file = ?");

  const state: BuildState = {
    get entries() {
      return readEntries();
    },
    get outputs() {
      return readOutputs();
    },
    goodTexts: new Map(Object.entries(fromMeta<Record<string, string>>("goodTexts") ?? {})),
    sources: fromMeta<SourceFile[]>("sources") ?? [],
    fingerprint: fromMeta<Fingerprint | null>("fingerprint") ?? undefined,
    beginSite(key) {
      if (meta.has("site") && meta.get("site") !== key) {
        state.keepEntries(new Set());
        state.goodTexts.clear();
        state.forget();
      }
      meta.set("site", key);
    },
    putEntry(entry, html) {
      readEntries().set(entry.file, entry);
      newHtml.set(entry.file, html);
      goneEntries.delete(entry.file);
    },
    keepEntries(files) {
      for (const file of readEntries().keys()) {
        if (files.has(file)) continue;
        readEntries().delete(file);
        newHtml.delete(file);
        goneEntries.add(file);
      }
    },
    htmlOf: (file) => newHtml.get(file) ?? String(selectHtml.get(file)?.html ?? ""),
    putOutput(file, output) {
      readOutputs().set(file, output);
      newOutputs.add(file);
      goneOutputs.delete(file);
    },
    removeOutput(file) {
      readOutputs().delete(file);
      newOutputs.delete(file);
      goneOutputs.add(file);
    },
    get untrusted() {
      return untrusted;
    },
    forget() {
      untrusted = true;
      state.fingerprint = undefined;
      state.sources = [];
      for (const [file, output] of readOutputs()) readOutputs().set(file, { ...output, key: "", digest: "" });
      for (const [file, entry] of readEntries()) readEntries().set(file, { ...entry, context: "" });
    },
    beginWriting() {
      if (!writing) database.exec("INSERT OR REPLACE INTO meta (name, value) VALUES ('writing', '1')");
      writing = true;
    },
    save() {
      const insertEntry = database.prepare("INSERT OR REPLACE INTO entry (file, record, html) VALUES (?, ?, ?)");
      const insertOutput = database.prepare(
        "INSERT OR REPLACE INTO output (file, key, digest, bytes, sent, visit) VALUES (?, ?, ?, ?, ?, ?)",
      );
      const insertMeta = database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
      const deleteEntry = database.prepare("DELETE FROM entry WHERE file = ?");
      const deleteOutput = database.prepare("DELETE FROM output WHERE file = ?");
      database.exec("BEGIN IMMEDIATE");
      for (const file of goneEntries) deleteEntry.run(file);
      for (const file of goneOutputs) deleteOutput.run(file);
      for (const [file, html] of newHtml) insertEntry.run(file, JSON.stringify(readEntries().get(file)), html);
      for (const file of newOutputs) {
        const output = readOutputs().get(file);
        if (!output) continue;
        const { key, digest, bytes, sent, visit } = output;
        insertOutput.run(file, key, digest, bytes, sent, visit ? JSON.stringify(visit) : null);
      }
      insertMeta.run("sources", JSON.stringify(state.sources));
      insertMeta.run("goodTexts", JSON.stringify(Object.fromEntries(state.goodTexts)));
      insertMeta.run("site", meta.get("site") ?? "");
      insertMeta.run("fingerprint", JSON.stringify(state.fingerprint ?? null));
      database.exec("DELETE FROM meta WHERE name = 'writing'; COMMIT");
      writing = false;
      untrusted = false;
      newHtml.clear();
      for (const changes of [goneEntries, newOutputs, goneOutputs]) changes.clear();
    },
    close: () => database.close(),
  };
  return state;
}
