import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  compressedSize: number;
  /** As the archive says. */
  size: number;
  /** Of its local header. */
  offset: number;
}

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const MAX_ENTRIES = 10_000;

/**
 * Lists a zip archive as office programs write it; nothing is unpacked.
 * @returns undefined when it is damaged, or holds what no such program writes: bytes before, after or between the
 * parts that its directory names, two entries of one name, a name that leaves the folder, encryption
 */
export function readZip(bytes: Buffer): ZipEntry[] | undefined {
  const end = bytes.length - 22;
  if (end < 0 || bytes.readUInt32LE(end) !== END || bytes.readUInt16LE(end + 20) !== 0) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES || start + bytes.readUInt32LE(end + 12) !== end) return undefined;

  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== CENTRAL) return undefined;
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, nameEnd);
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (encrypted || names.has(name.toLowerCase()) || leavesFolder(name)) return undefined;
    names.add(name.toLowerCase());
    entries.push({
      name,
      method: bytes.readUInt16LE(at + 10),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === end && fillUp(bytes, entries, start) ? entries : undefined;
}

/** The content of one entry, or undefined when it is damaged or has more than `limit` bytes. */
export function readZipEntry(bytes: Buffer, entry: ZipEntry, limit: number): Buffer | undefined {
  const start = contentStart(bytes, entry);
  if (start === undefined || entry.size > limit) return undefined;
  const content = bytes.subarray(start, start + entry.compressedSize);
  if (entry.method === 0) return content;
  try {
    return entry.method === 8 ? inflateRawSync(content, { maxOutputLength: limit }) : undefined;
  } catch {
    // Damaged, or more than its header says: not to be read either way.
    return undefined;
  }
}

/** Whether the entries stand side by side from the first byte to the directory: none hides, none overlaps another. */
function fillUp(bytes: Buffer, entries: readonly ZipEntry[], directory: number): boolean {
  let at = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const start = contentStart(bytes, entry);
    if (entry.offset !== at || start === undefined) return false;
    at = start + entry.compressedSize;
    if (bytes.readUInt16LE(entry.offset + 6) & 8) at += descriptorLength(bytes, at, entry);
  }
  return at === directory;
}

function contentStart(bytes: Buffer, { name, offset }: ZipEntry): number | undefined {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) return undefined;
  const nameEnd = offset + 30 + bytes.readUInt16LE(offset + 26);
  if (bytes.toString("utf8", offset + 30, nameEnd) !== name) return undefined;
  return nameEnd + bytes.readUInt16LE(offset + 28);
}

/** Writers that stream put sizes after the content, with or without a signature, on 4 bytes or 8. */
function descriptorLength(bytes: Buffer, at: number, { compressedSize }: ZipEntry): number {
  const signed = bytes.length >= at + 4 && bytes.readUInt32LE(at) === 0x08074b50;
  const sizes = at + (signed ? 8 : 4);
  const wide =
    bytes.length >= sizes + 16 &&
    bytes.readBigUInt64LE(sizes) === BigInt(compressedSize) &&
    [LOCAL, CENTRAL].includes(bytes.readUInt32LE(Math.min(sizes + 16, bytes.length - 4)));
  return (signed ? 8 : 4) + (wide ? 16 : 8);
}

function leavesFolder(name: string): boolean {
  return name === "" || /^[/\\]|\\|^[a-z]:|\0|(?:^|\/)\.\.(?:\/|$)/i.test(name);
}
