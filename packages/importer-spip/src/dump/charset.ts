/** Texts of dumps in whatever encoding they were made, several times wrong included. */
import type { DatabaseSync } from "node:sqlite";
import { columnsOf, TABLE_NAMES } from "./tables.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows = new TextDecoder("windows-1252");

/** The byte of each character of windows-1252; the five that it leaves out are controls. */
const BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [windows.decode(Uint8Array.of(byte)), byte]));

/** A text whose UTF-8 was once taken for windows-1252, as it was meant: `Ã©tÃ©` is `été`. `undefined` for any other. */
export function undoOnce(text: string): string | undefined {
  if (!/[\u0080-\uffff]/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    const code = character.charCodeAt(0);
    const byte = BYTES.get(character) ?? (code < 0x100 ? code : undefined);
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  try {
    return utf8.decode(bytes);
  } catch {
    // Not UTF-8 underneath: the text is what it seems.
    return undefined;
  }
}

/** Columns worth a look: where people write. */
const TEXTS = new Set(
  "titre surtitre soustitre descriptif chapo texte ps nom bio nom_site auteur valeur credits alt".split(" "),
);

/**
 * A whole base may have been encoded twice, three times at most. Texts tell: most of those with accents can then be
 * undone. A single text that shows such letters on purpose is left as it is.
 */
export function undoDoubleEncoding(database: DatabaseSync): void {
  database.function("undo_once", { deterministic: true }, (text) =>
    typeof text === "string" ? (undoOnce(text) ?? text) : text,
  );
  database.function("has_accents", { deterministic: true }, (text) =>
    typeof text === "string" && /[\u0080-\uffff]/.test(text) ? 1 : 0,
  );
  for (let round = 0; round < 3 && mostAreDouble(database); round++) {
    for (const { table, column } of textColumns())
      database.exec(`UPDATE "${table}" SET "${column}" = undo_once("${column}") WHERE has_accents("${column}")`);
  }
}

function mostAreDouble(database: DatabaseSync): boolean {
  let accented = 0;
  let double = 0;
  for (const { table, column } of textColumns()) {
    const found = database
      .prepare(
        `SELECT count(*) AS n, coalesce(sum(undo_once("${column}") <> "${column}"), 0) AS d FROM "${table}" WHERE has_accents("${column}")`,
      )
      .get();
    accented += Number(found?.n ?? 0);
    double += Number(found?.d ?? 0);
  }
  return double > accented / 2;
}

function textColumns(): { table: string; column: string }[] {
  return TABLE_NAMES.flatMap((table) =>
    columnsOf(table)
      .filter((column) => TEXTS.has(column))
      .map((column) => ({ table, column })),
  );
}
