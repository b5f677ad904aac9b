/** A plain grey picture, in the place of one that is missing: it is replaced by the real one under the same name. */
import { crc32, deflateSync } from "node:zlib";

const GREY = 0xdd;
const MAX_SIDE = 1200;

/** A PNG of one shade; its name may end otherwise, since pictures are told by their bytes. */
export function drawPlaceholder(width: number, height: number): Uint8Array {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height, 1));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(w, 0);
  header.writeUInt32BE(h, 4);
  // 8 bits of grey.
  header.set([8, 0, 0, 0, 0], 8);
  const row = Buffer.alloc(w + 1, GREY);
  row[0] = 0;
  const pixels = Buffer.concat(Array.from({ length: h }, () => row));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
