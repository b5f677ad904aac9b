/** A dump of any form into a base: the form is told from the first bytes. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ImportError, readSql } from "@pivert/importer";
import { readSqlite } from "./read-sqlite.ts";
import { readXml } from "./read-xml.ts";
import { openBase, type SpipBase } from "./spip-base.ts";

export interface LoadedDump {
  base: SpipBase;
  form: "sqlite" | "sql" | "xml";
  /** Why not all of it could be read, in English. */
  incomplete?: string;
}

/** A file that grows more than this when it is unpacked is a trap. */
const MAX_RATIO = 200;
const MAX_UNPACKED = 20 * 1024 ** 3;

/**
 * Streams a dump into a temporary base; close it when done.
 * @param file a SQLite, SQL or XML file, also packed with gzip
 * @param onProgress told how many bytes of how many were read
 * @throws ImportError when the file is none of these, or holds no SPIP site
 */
export async function loadDump(
  file: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<LoadedDump> {
  const { size } = statFile(file);
  const packed = isGzip(headOf(file));
  const writer = openBase();
  let incomplete: string | undefined;
  const open = () => unpacked(file, packed, size, onProgress);
  try {
    const head = packed ? await firstBytes(open()) : headOf(file);
    const form = formOf(head);
    if (form === "sqlite") await withPlainFile(file, packed, open, (plain) => readSqlite(plain, writer));
    else if (form === "xml") incomplete = await tolerant(() => readXml(open(), writer));
    else {
      incomplete = await tolerant(async () => {
        if (!(await readSql(open(), writer))) throw unknown(file);
      });
    }
    return { base: writer.finish(), form, ...(incomplete === undefined ? {} : { incomplete }) };
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/** A dump that is cut off gives what could be read. */
async function tolerant(read: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "not-complete") return message;
    if (code === "Z_BUF_ERROR" || code === "Z_DATA_ERROR")
      return "The packed file is cut off or damaged: what could be unpacked was read.";
    throw error;
  }
}

function statFile(file: string): { size: number } {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) return stat;
  throw new ImportError("unreadable", `There is no file ${file}.`);
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  try {
    return head.subarray(0, readSync(handle, head, 0, head.length, 0));
  } finally {
    closeSync(handle);
  }
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function formOf(head: Buffer): LoadedDump["form"] {
  if (head.toString("latin1", 0, 15) === "SQLite format 3") return "sqlite";
  const text = head
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  return text.startsWith("<?xml") || /^<spip\b/i.test(text) ? "xml" : "sql";
}

function unknown(file: string): ImportError {
  return new ImportError(
    "unknown-format",
    `${file} is no dump that is known. Give SPIP's backup (.sqlite, or .xml.gz), or a dump of the database (.sql, .sql.gz).`,
  );
}

async function* unpacked(
  file: string,
  packed: boolean,
  size: number,
  onProgress: (done: number, total: number) => void,
): AsyncIterable<Uint8Array> {
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  source.on("data", () => onProgress(source.bytesRead, size));
  const bytes = packed ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => bytes.destroy(error));
  let total = 0;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    total += chunk.length;
    if (packed && total > Math.min(Math.max(size * MAX_RATIO, 50 * 1024 ** 2), MAX_UNPACKED))
      throw new ImportError("unreadable", `${file} unpacks to more than ${MAX_RATIO} times its size. It is not read.`);
    yield chunk;
  }
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  for await (const chunk of chunks) return Buffer.from(chunk.subarray(0, 4096));
  return Buffer.alloc(0);
}

/** SQLite reads files only. */
async function withPlainFile(
  file: string,
  packed: boolean,
  open: () => AsyncIterable<Uint8Array>,
  read: (plain: string) => void,
): Promise<void> {
  if (!packed) return read(file);
  const folder = mkdtempSync(join(tmpdir(), "pivert-spip-"));
  try {
    const plain = join(folder, "dump.sqlite");
    await pipeline(open(), createWriteStream(plain));
    read(plain);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
