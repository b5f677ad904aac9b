/** Values that PHP serialised: `a:2:{s:4:"file";s:9:"été.jpg";…}`. Lengths count bytes. Objects are refused. */

export type PhpValue = string | number | boolean | null | Map<string | number, PhpValue>;

/** `undefined` when the text is no value, or one that is cut. */
export function parsePhp(text: string): PhpValue | undefined {
  const bytes = Buffer.from(text, "utf8");
  let at = 0;
  try {
    return value(0);
  } catch {
    // Not serialised, or cut: the caller does without.
    return undefined;
  }

  function value(depth: number): PhpValue {
    if (depth > 50) throw new Error("too deep");
    const kind = String.fromCharCode(bytes[at] ?? 0);
    at += 2;
    if (kind === "N") return null;
    if (kind === "i" || kind === "d") return Number(until(";"));
    if (kind === "b") return until(";") === "1";
    if (kind === "s") {
      const length = Number(until(":"));
      const read = bytes.toString("utf8", at + 1, at + 1 + length);
      at += length + 2;
      if (String.fromCharCode(bytes[at] ?? 0) !== ";") throw new Error("wrong length");
      at++;
      return read;
    }
    if (kind !== "a") throw new Error("no value");
    const size = Number(until(":"));
    at++;
    const entries = new Map<string | number, PhpValue>();
    for (let index = 0; index < size; index++) {
      const key = value(depth + 1);
      if (typeof key !== "string" && typeof key !== "number") throw new Error("wrong key");
      entries.set(key, value(depth + 1));
    }
    at++;
    return entries;
  }

  function until(mark: string): string {
    const end = bytes.indexOf(mark, at);
    if (end === -1) throw new Error("cut");
    const read = bytes.toString("latin1", at, end);
    at = end + 1;
    return read;
  }
}
