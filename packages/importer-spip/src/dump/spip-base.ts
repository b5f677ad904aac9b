/** The temporary base into which every form of dump is streamed, and from which one reader reads. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { ImportError, type RowSink } from "@pivert/importer";
import { undoDoubleEncoding } from "./charset.ts";
import { columnsOf, SETTINGS, TABLE_NAMES, type TableName, tableOf } from "./tables.ts";

export type Row = Record<string, SQLOutputValue>;

export interface SpipBase {
  database: DatabaseSync;
  /** How many rows were read. */
  rows: number;
  has(table: TableName): boolean;
  close(): void;
}

export interface BaseWriter extends RowSink {
  /** Chooses the site among those of the dump, and makes one form of all versions. */
  finish(): SpipBase;
  abandon(): void;
}

/** Several sites may share a dump under different prefixes: each has its own tables until the end. */
export function openBase(): BaseWriter {
  const folder = mkdtempSync(join(tmpdir(), "pivert-spip-"));
  const database = new DatabaseSync(join(folder, "base.sqlite"));
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  const inserts = new Map<string, { statement: StatementSync; columns: string[]; table: TableName }>();
  let rows = 0;

  function insertOf(name: string) {
    const known = inserts.get(name);
    if (known) return known;
    const found = tableOf(name);
    if (!found) throw new Error(`${name} is no table that is read.`);
    const columns = columnsOf(found.table);
    const stored = `${found.prefix}:${found.table}`;
    database.exec(`CREATE TABLE IF NOT EXISTS "${stored}" (${columns.map((column) => `"${column}"`).join(", ")})`);
    const statement = database.prepare(`INSERT INTO "${stored}" VALUES (${columns.map(() => "?").join(", ")})`);
    const insert = { statement, columns, table: found.table };
    inserts.set(name, insert);
    return insert;
  }

  const remove = () => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  };

  return {
    wants: (table) => /^[\w$-]{1,64}$/.test(table) && tableOf(table) !== undefined,
    row(name, row) {
      const { statement, columns, table } = insertOf(name);
      if (table === "meta" && !SETTINGS.has(String(row.nom))) return;
      statement.run(...columns.map((column) => row[column] ?? null));
      rows++;
    },
    finish() {
      database.exec("COMMIT");
      choosePrefix(database);
      undoDoubleEncoding(database);
      numberIds(database);
      unifyLinks(database);
      addIndexes(database);
      return { database, rows, has: (table) => countOf(database, table) > 0, close: remove };
    },
    abandon: remove,
  };
}

/** Takes the prefix with the most articles, and drops the tables of the others. */
function choosePrefix(database: DatabaseSync): void {
  const stored = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
  const prefixes = [...new Set(stored.map((name) => name.slice(0, name.indexOf(":"))))];
  const sizes = prefixes
    .filter((prefix) => stored.includes(`${prefix}:rubriques`) || stored.includes(`${prefix}:articles`))
    .map((prefix) => ({
      prefix,
      size: stored.includes(`${prefix}:articles`) ? countOf(database, `${prefix}:articles`) : 0,
    }))
    .sort((a, b) => b.size - a.size);
  const chosen = sizes[0]?.prefix;
  if (chosen === undefined)
    throw new ImportError(
      "unknown-format",
      "This dump holds no SPIP site: there is no table of articles or sections in it. Ask for the whole database.",
    );
  for (const table of TABLE_NAMES) {
    const name = `${chosen}:${table}`;
    const columns = columnsOf(table).map((column) => `"${column}"`);
    if (stored.includes(name)) database.exec(`ALTER TABLE "${name}" RENAME TO "${table}"`);
    else database.exec(`CREATE TABLE "${table}" (${columns.join(", ")})`);
  }
}

/** Before SPIP 3 each pair of tables had links of its own. */
const OLD_LINKS = {
  auteurs: { articles: "article" },
  mots: {
    articles: "article",
    rubriques: "rubrique",
    breves: "breve",
    documents: "document",
    syndic: "syndic",
    forum: "forum",
  },
  documents: { articles: "article", rubriques: "rubrique", breves: "breve", syndic: "syndic" },
} as const;

function unifyLinks(database: DatabaseSync): void {
  for (const [thing, others] of Object.entries(OLD_LINKS)) {
    const id = `id_${thing.slice(0, -1)}`;
    for (const [table, object] of Object.entries(others)) {
      const vu = thing === "documents" ? ", vu" : "";
      database.exec(
        `INSERT INTO ${thing}_liens (${id}, id_objet, objet${vu}) SELECT ${id}, id_${object}, '${object}'${vu} FROM ${thing}_${table}`,
      );
    }
  }
  // Documents of SPIP 2 name a type instead of an extension.
  database.exec(
    "UPDATE documents SET extension = (SELECT t.extension FROM types_documents t WHERE t.id_type = documents.id_type) WHERE extension IS NULL",
  );
  database.exec(`UPDATE forum SET objet = CASE
      WHEN id_article > 0 THEN 'article' WHEN id_breve > 0 THEN 'breve'
      WHEN id_rubrique > 0 THEN 'rubrique' WHEN id_syndic > 0 THEN 'site' END,
    id_objet = CASE
      WHEN id_article > 0 THEN id_article WHEN id_breve > 0 THEN id_breve
      WHEN id_rubrique > 0 THEN id_rubrique ELSE id_syndic END
    WHERE objet IS NULL OR objet = ''`);
  // Before SPIP 3 the signatures name the article.
  database.exec(`UPDATE signatures SET id_article = (SELECT p.id_article FROM petitions p WHERE p.id_petition = signatures.id_petition)
    WHERE id_article IS NULL`);
}

/** Ids come as numbers or as texts: the reader compares numbers. */
function numberIds(database: DatabaseSync): void {
  for (const table of TABLE_NAMES) {
    const ids = columnsOf(table).filter((column) => column.startsWith("id_"));
    if (ids.length === 0) continue;
    database.exec(`UPDATE "${table}" SET ${ids.map((id) => `"${id}" = CAST("${id}" AS INTEGER)`).join(", ")} WHERE 1`);
  }
}

const INDEXES: readonly (readonly [table: TableName, column: string])[] = [
  ["articles", "id_article"],
  ["rubriques", "id_rubrique"],
  ["breves", "id_breve"],
  ["documents", "id_document"],
  ["syndic", "id_syndic"],
  ["documents_liens", "id_objet"],
  ["auteurs_liens", "id_objet"],
  ["auteurs_liens", "id_auteur"],
  ["mots_liens", "id_objet"],
  ["mots_liens", "id_mot"],
  ["forum", "id_forum"],
  ["forum", "id_objet"],
  ["signatures", "id_article"],
];

function addIndexes(database: DatabaseSync): void {
  for (const [table, column] of INDEXES) database.exec(`CREATE INDEX "${table}_${column}" ON "${table}" ("${column}")`);
}

function countOf(database: DatabaseSync, table: string): number {
  return Number(database.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.n ?? 0);
}
