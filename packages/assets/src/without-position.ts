/** Boxes that hold titles, authors, cameras and places; none is needed to play. */
const NOTES = new Set(["udta", "meta", "uuid"]);

/**
 * Empties the notes of an MP4 or M4A, where phones write the place of a film. The file keeps its length, since its
 * index counts in bytes from its start.
 * @returns undefined when it is not made of boxes from the first byte to the last, or has no index
 */
export function withoutPosition(bytes: Buffer): Buffer | undefined {
  const kept = Buffer.from(bytes);
  const boxes = boxesIn(kept, 0, kept.length);
  const index = boxes?.find(({ type }) => type === "moov");
  if (boxes === undefined || index === undefined) return undefined;
  const inner = boxesIn(kept, index.start, index.end);
  if (inner === undefined) return undefined;
  const tracks = inner.filter(({ type }) => type === "trak").map((track) => boxesIn(kept, track.start, track.end));
  for (const box of [...boxes, ...inner, ...tracks.flatMap((track) => track ?? [])]) {
    if (!NOTES.has(box.type)) continue;
    kept.write("free", box.name, "latin1");
    kept.fill(0, box.start, box.end);
  }
  return kept;
}

interface Box {
  type: string;
  /** Where its type stands. */
  name: number;
  /** Of its content. */
  start: number;
  end: number;
}

function boxesIn(bytes: Buffer, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = [];
  let at = from;
  while (at < to) {
    // QuickTime closes a list of notes by four zeros.
    if (to - at === 4 && bytes.readUInt32BE(at) === 0) break;
    if (to - at < 8 || boxes.length > 10_000) return undefined;
    const short = bytes.readUInt32BE(at);
    if (short === 1 && to - at < 16) return undefined;
    const length = short === 0 ? to - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    const start = at + (short === 1 ? 16 : 8);
    if (at + length > to || at + length < start) return undefined;
    boxes.push({ type: bytes.toString("latin1", at + 4, at + 8), name: at + 4, start, end: at + length });
    at += length;
  }
  return boxes;
}
