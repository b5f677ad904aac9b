/** Dumps of MySQL and MariaDB, by mariadb-dump or phpMyAdmin: their `CREATE TABLE` and `INSERT` statements. */
import { decodeBytes } from "./decode-bytes.ts";
import { openSqlTokens, type SqlToken } from "./sql-tokens.ts";

/** Where rows go. */
export interface RowSink {
  /** Whether rows of a table, named with its prefix, are wanted. */
  wants(table: string): boolean;
  /** @param row values by column; those that are not read are left out */
  row(table: string, row: Readonly<Record<string, string | number | null>>): void;
}

type Value = string | number | null;

/**
 * Reads a dump chunk by chunk; no more than a row is held.
 * @returns whether anything of SQL was found
 */
export async function readSql(chunks: AsyncIterable<Uint8Array>, sink: RowSink): Promise<boolean> {
  const statements = openStatements(sink);
  const tokens = openSqlTokens(statements.token);
  // Bytes as characters: the words of SQL are ASCII, and texts are decoded one by one.
  let first = true;
  for await (const chunk of chunks) {
    const text = Buffer.from(chunk).toString("latin1");
    tokens.push(first ? text.replace(/^\u00ef\u00bb\u00bf/, "") : text);
    first = false;
  }
  tokens.end();
  return statements.found();
}

type State = "start" | "create" | "columns" | "insert" | "insert-columns" | "values" | "row" | "skip";

function openStatements(sink: RowSink) {
  /** Columns by table, for inserts that do not name them. */
  const columns = new Map<string, string[]>();
  let state: State = "start";
  let table = "";
  let names: string[] = [];
  let row: Value[] = [];
  let depth = 0;
  let expectsColumn = false;
  let wanted = false;
  let found = false;
  let negative = false;

  const handlers: Record<State, (token: SqlToken) => void> = {
    start({ kind, text }) {
      const word = kind === "word" ? text.toUpperCase() : "";
      if (kind === "end") return;
      state = word === "CREATE" ? "create" : word === "INSERT" || word === "REPLACE" ? "insert" : "skip";
      table = "";
      names = [];
    },
    create({ kind, text }) {
      if (kind === "name" || (kind === "word" && !/^(TABLE|IF|NOT|EXISTS|TEMPORARY)$/i.test(text))) table = text;
      else if (kind === "symbol" && text === "(") {
        state = table === "" ? "skip" : "columns";
        depth = 1;
        expectsColumn = true;
      }
    },
    columns({ kind, text }) {
      if (kind === "symbol" && text === "(") depth++;
      else if (kind === "symbol" && text === ")") depth--;
      else if (kind === "symbol" && text === "," && depth === 1) expectsColumn = true;
      else if (expectsColumn && depth === 1) {
        const isKey = kind === "word" && /^(PRIMARY|KEY|UNIQUE|INDEX|FULLTEXT|CONSTRAINT|SPATIAL|FOREIGN)$/i.test(text);
        if ((kind === "name" || kind === "word") && !isKey) names.push(text.toLowerCase());
        expectsColumn = false;
      }
      if (depth > 0) return;
      columns.set(table.toLowerCase(), names);
      found = true;
      state = "skip";
    },
    insert({ kind, text }) {
      if (kind === "word" && /^VALUES?$/i.test(text) && table !== "") startValues();
      else if (
        kind === "name" ||
        (kind === "word" && !/^(INTO|IGNORE|DELAYED|LOW_PRIORITY|HIGH_PRIORITY)$/i.test(text))
      )
        table = text;
      else if (kind === "symbol" && text === "(") state = "insert-columns";
    },
    "insert-columns"({ kind, text }) {
      if (kind === "name" || kind === "word") names.push(text.toLowerCase());
      else if (kind === "symbol" && text === ")") state = "insert";
    },
    values({ kind, text }) {
      if (kind !== "symbol" || text !== "(") return;
      row = [];
      depth = 1;
      negative = false;
      state = "row";
    },
    row({ kind, text }) {
      if (kind === "symbol") {
        if (text === "(") depth++;
        else if (text === ")") depth--;
        else if (text === "-") negative = true;
        if (depth === 0) endRow();
      } else if (kind === "text" || kind === "bytes") {
        // A charset before a text (`_binary 'x'`) is no value of its own.
        row.push(kind === "bytes" ? decodeBytes(Buffer.from(text, "hex")) : wanted ? decodeLatin(text) : "");
      } else if (kind === "word" && !text.startsWith("_")) {
        if (/^NULL$/i.test(text)) row.push(null);
        else if (/^[\d.]/.test(text)) row.push((negative ? -1 : 1) * Number(text));
        else row.push(text);
        negative = false;
      }
    },
    skip() {},
  };

  function startValues(): void {
    state = "values";
    wanted = sink.wants(table);
    if (names.length === 0) names = columns.get(table.toLowerCase()) ?? [];
    found = true;
  }

  function endRow(): void {
    state = "values";
    if (!wanted || names.length === 0) return;
    sink.row(table, Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
  }

  return {
    token(token: SqlToken) {
      if (token.kind === "end" && state !== "row") state = "start";
      else handlers[state](token);
    },
    found: () => found,
  };
}

function decodeLatin(text: string): string {
  return /[\u0080-\u00ff]/.test(text) ? decodeBytes(Buffer.from(text, "latin1")) : text;
}
