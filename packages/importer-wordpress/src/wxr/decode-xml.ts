/** The bytes of an XML file as text, whatever it says of its encoding: nothing is lost to a wrong declaration. */
import { TextDecoder } from "node:util";

/** Decodes chunk by chunk. UTF-8 that is not is read as Windows-1252, line by line. */
export async function* decodeXml(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ((chunk: Buffer, last: boolean) => string) | undefined;
  let pending = Buffer.alloc(0);
  for await (const chunk of bytes) {
    pending = Buffer.concat([pending, chunk]);
    // The declaration stands in the first bytes.
    if (!decode && pending.length < 200) continue;
    decode ??= decoderFor(pending);
    // Whole lines: no character is cut in two.
    const end = pending.lastIndexOf(0x0a) + 1 || (pending.length > MAX_LINE ? pending.length : 0);
    if (end === 0) continue;
    yield decode(pending.subarray(0, end), false);
    pending = pending.subarray(end);
  }
  decode ??= decoderFor(pending);
  if (pending.length > 0) yield decode(pending, true);
}

/** A line longer than this is decoded in pieces. */
const MAX_LINE = 8e6;

function decoderFor(start: Buffer): (chunk: Buffer, last: boolean) => string {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)) return streaming("utf-16le");
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)) return streaming("utf-16be");
  const declared =
    /encoding\s*=\s*["']([\w-]+)["']/i.exec(start.subarray(0, 400).toString("latin1"))?.[1]?.toLowerCase() ?? "utf-8";
  if (/^(?:iso-8859-1|latin-?1|windows-1252|cp-?1252)$/.test(declared)) return mixed;
  if (declared !== "utf-8" && declared !== "utf8" && isKnown(declared)) return streaming(declared);
  return mixed;
}

function isKnown(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

function streaming(label: string): (chunk: Buffer, last: boolean) => string {
  const decoder = new TextDecoder(label);
  return (chunk, last) => decoder.decode(chunk, { stream: !last });
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });
const WINDOWS_1252 = new TextDecoder("windows-1252");

function mixed(chunk: Buffer): string {
  try {
    return UTF8.decode(chunk);
  } catch {
    // A line of another encoding, or a character cut by a limit: the others stay as they are.
    if (chunk.indexOf(0x0a) === chunk.length - 1 || !chunk.includes(0x0a)) return byWord(chunk);
    return linesOf(chunk).map(mixed).join("");
  }
}

function byWord(line: Buffer): string {
  return line.toString("utf8").includes("\ufffd") && isMostlyUtf8(line)
    ? line.toString("utf8")
    : WINDOWS_1252.decode(line);
}

/** More letters read well as UTF-8 than not. */
function isMostlyUtf8(line: Buffer): boolean {
  const text = line.toString("utf8");
  const bad = text.split("\ufffd").length - 1;
  const good = (text.match(/[\u0080-\uffff]/g)?.length ?? 0) - bad;
  return good > bad;
}

function linesOf(chunk: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < chunk.length; ) {
    const end = chunk.indexOf(0x0a, at);
    const to = end === -1 ? chunk.length : end + 1;
    lines.push(chunk.subarray(at, to));
    at = to;
  }
  return lines;
}
