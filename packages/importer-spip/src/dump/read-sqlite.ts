/** The SQLite backup of SPIP's dump plugin, or the base itself of a site on SQLite. */
import { DatabaseSync } from "node:sqlite";
import type { RowSink } from "@pivert/importer";
import { decodeBytes, ImportError } from "@pivert/importer";
import { columnsOf, tableOf } from "./tables.ts";

/** @throws ImportError when the file is damaged */
export function readSqlite(file: string, sink: RowSink): void {
  try {
    const source = new DatabaseSync(file, { readOnly: true });
    try {
      copyTables(source, sink);
    } finally {
      source.close();
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_SQLITE_ERROR") throw error;
    throw new ImportError(
      "unreadable",
      `${file} is a damaged SQLite file (${(error as Error).message}). Ask for another copy.`,
    );
  }
}

function copyTables(source: DatabaseSync, sink: RowSink): void {
  const names = source.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of names) {
    const table = String(name);
    const known = tableOf(table);
    if (!known || !sink.wants(table)) continue;
    const present = new Set(
      source
        .prepare(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map((row) => String(row.name)),
    );
    const columns = columnsOf(known.table).filter((column) => present.has(column));
    if (columns.length === 0) continue;
    // What is not valid UTF-8 must come as bytes: a text would lose them.
    const list = columns.map((column) => `"${column}"`).join(", ");
    for (const row of source.prepare(`SELECT ${list} FROM "${table}"`).iterate()) {
      const values = Object.entries(row).map(([column, value]): [string, string | number | null] => [
        column,
        value instanceof Uint8Array ? decodeBytes(value) : typeof value === "bigint" ? Number(value) : value,
      ]);
      sink.row(table, Object.fromEntries(values));
    }
  }
}
