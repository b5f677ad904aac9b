/** A small table in CSV, as spreadsheets write it. */
import { decodeBytes } from "@pivert/importer";
import { cleanText } from "../text/entities.ts";

/** Rows of cells; the separator is the one of `;`, `,` and tab that the first line has most of. */
export function readCsv(bytes: Uint8Array): string[][] {
  const text = cleanText(decodeBytes(bytes)).trimEnd();
  const [first = ""] = text.split("\n", 1);
  const count = (separator: string) => first.split(separator).length;
  const separator = [";", ",", "\t"].sort((a, b) => count(b) - count(a))[0] ?? ",";
  const rows: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    let cell = "";
    if (text[at] === '"') {
      at++;
      for (; at < text.length; at++) {
        if (text[at] === '"' && text[at + 1] === '"') at++;
        else if (text[at] === '"') break;
        cell += text[at];
      }
      at++;
    }
    while (at < text.length && text[at] !== separator && text[at] !== "\n") cell += text[at++];
    rows.at(-1)?.push(cell.trim());
    if (text[at] === "\n") rows.push([]);
    at++;
  }
  return rows.filter((row) => row.some((cell) => cell !== ""));
}
