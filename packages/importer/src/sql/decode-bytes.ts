/** Bytes of a dump as text, whatever encoding it was made in. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows = new TextDecoder("windows-1252");

/** The text of bytes: UTF-8 where it can be, windows-1252 (which holds latin1) where not. */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // A fatal decoder throws at the first byte that is not UTF-8: that is the answer.
    return windows.decode(bytes);
  }
}
