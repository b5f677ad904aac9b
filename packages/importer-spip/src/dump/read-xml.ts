/** The XML backup of SPIP 1.9 to 2.1: an element for each row, and in it one for each column. */

import type { RowSink } from "@pivert/importer";
import { ImportError } from "@pivert/importer";
import { SaxesParser } from "saxes";
import { tableOf } from "./tables.ts";

/**
 * Reads a backup chunk by chunk. The names of old logos stand in the `on` and `off` attributes of rows.
 * @throws ImportError when it declares a document type, which no backup does, or is cut off
 */
export async function readXml(chunks: AsyncIterable<Uint8Array>, sink: RowSink): Promise<void> {
  const parser = new SaxesParser({ fragment: false, position: false });
  let depth = 0;
  let table = "";
  let column = "";
  let text = "";
  let row: Record<string, string> = {};
  let logos: Record<string, string> = {};
  let failure: Error | undefined;

  parser.on("doctype", () => {
    throw new ImportError("unreadable", "This XML declares a document type: no backup of SPIP does. It is not read.");
  });
  parser.on("error", (error) => {
    failure ??= error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth++;
    if (depth === 1) {
      for (const [nom, valeur] of Object.entries({
        adresse_site: attributes.adresse_site,
        version_installee: attributes.version_base,
      }))
        if (typeof valeur === "string") sink.row("spip_meta", { nom, valeur });
    } else if (depth === 2) {
      table = name;
      row = {};
      logos = Object.fromEntries(
        ["on", "off"].flatMap((mode) => (attributes[mode] ? [[mode, String(attributes[mode])]] : [])),
      );
    } else if (depth === 3) {
      column = name;
      text = "";
    }
  });
  parser.on("text", (piece) => {
    if (depth === 3) text += piece;
  });
  parser.on("cdata", (piece) => {
    if (depth === 3) text += piece;
  });
  parser.on("closetag", () => {
    if (depth === 3) row[column] = text;
    else if (depth === 2 && sink.wants(table)) {
      sink.row(table, row);
      addLogos();
    }
    depth--;
  });

  function addLogos(): void {
    const known = tableOf(table);
    if (!known) return;
    const objet = known.table === "syndic" ? "site" : known.table.slice(0, -1);
    const id = row[known.table === "syndic" ? "id_syndic" : `id_${objet}`];
    if (id === undefined) return;
    for (const [mode, fichier] of Object.entries(logos))
      sink.row(`${known.prefix}logos`, { objet, id_objet: Number(id), fichier, mode });
  }

  for await (const chunk of decode(chunks))
    parser.write(chunk.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ""));
  try {
    parser.close();
  } catch (error) {
    failure ??= error as Error;
  }
  // What was read before the fault is kept: a backup that was cut off is told, not refused.
  if (failure && depth > 0)
    throw new ImportError("not-complete", `The XML backup is cut off or damaged: ${failure.message}.`);
}

/** Characters of the encoding that the XML declares; UTF-8 unless it does. */
async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    if (!decoder) {
      const head = Buffer.from(chunk.subarray(0, 200)).toString("latin1");
      const declared = /<\?xml[^>]*encoding=["']([\w-]+)/.exec(head)?.[1]?.toLowerCase() ?? "utf-8";
      decoder = new TextDecoder(/^(iso-8859-15?|latin-?1|windows-1252)$/.test(declared) ? "windows-1252" : "utf-8");
    }
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder) yield decoder.decode();
}
