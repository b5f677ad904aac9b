import { crc32, deflateRawSync } from "node:zlib";

export interface TestZipOptions {
  /** Bytes between the last entry and the directory. */
  gap?: Uint8Array;
  comment?: string;
  /** The size that the directory gives for each entry, in place of the true one. */
  claimedSize?: number;
  flags?: number;
  /** Writes sizes after each content, as programs do that stream. */
  streamed?: boolean;
}

/** A zip archive; `mimetype` is stored as OpenDocument wants it, the rest is deflated. */
export function testZip(
  entries: readonly (readonly [name: string, content: string | Uint8Array])[],
  options: TestZipOptions = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const plain = Buffer.from(content);
    const method = name === "mimetype" ? 0 : 8;
    const packed = method === 0 ? plain : deflateRawSync(plain);
    const path = Buffer.from(name);
    const sizes = [crc32(plain), packed.length, options.claimedSize ?? plain.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE((options.flags ?? 0) | (options.streamed ? 8 : 0), 6);
    local.writeUInt16LE(method, 8);
    if (!options.streamed) sizes.forEach((size, i) => void local.writeUInt32LE(size, 14 + i * 4));
    local.writeUInt16LE(path.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    sizes.forEach((size, i) => void central.writeUInt32LE(size, 16 + i * 4));
    central.writeUInt32LE(offset, 42);
    const descriptor = Buffer.alloc(options.streamed ? 16 : 0);
    if (options.streamed) [0x08074b50, ...sizes].forEach((size, i) => void descriptor.writeUInt32LE(size, i * 4));
    parts.push(local, path, packed, descriptor);
    directory.push(central, path);
    offset += local.length + path.length + packed.length + descriptor.length;
  }
  const gap = Buffer.from(options.gap ?? []);
  const comment = Buffer.from(options.comment ?? "");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset + gap.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, gap, ...directory, end, comment]);
}
