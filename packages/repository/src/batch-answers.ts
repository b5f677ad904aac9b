/** The output of `git cat-file --batch`, as the chunks of a pipe bring it. */

const MAX_FIRST_LINE = 200;

/** One object: its type (`blob`, or `missing` without bytes) and its bytes. */
export interface BatchAnswer {
  oid: string;
  type: string;
  bytes: Buffer;
}

/** Puts chunks together into answers. Each byte is copied once, however the chunks cut the answers. */
export class BatchAnswers {
  #firstLine = "";
  #answer: BatchAnswer | undefined;
  #filled = 0;

  /** Yields the answers that a chunk ends. Throws when it is not what git writes. */
  *receive(chunk: Buffer): Generator<BatchAnswer> {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#answer) {
        const end = chunk.indexOf("\n", at);
        this.#firstLine += chunk.toString("latin1", at, end === -1 ? chunk.length : end);
        if (this.#firstLine.length > MAX_FIRST_LINE) throw new Error(`unexpected answer: ${this.#firstLine}`);
        if (end === -1) return;
        at = end + 1;
        const answer = parseFirstLine(this.#firstLine);
        this.#firstLine = "";
        this.#filled = 0;
        if (answer.type === "missing") yield answer;
        else this.#answer = answer;
      } else if (this.#filled < this.#answer.bytes.length) {
        const copied = chunk.copy(this.#answer.bytes, this.#filled, at);
        this.#filled += copied;
        at += copied;
      } else {
        // The newline that ends an object.
        at++;
        const answer = this.#answer;
        this.#answer = undefined;
        yield answer;
      }
    }
  }
}

/** `oid type size` or `oid missing`. */
function parseFirstLine(line: string): BatchAnswer {
  const [, oid, type, size] = /^([0-9a-f]{40}) ([a-z]+)(?: (\d+))?$/.exec(line) ?? [];
  if (oid === undefined || type === undefined || (size === undefined) !== (type === "missing"))
    throw new Error(`unexpected answer: ${line}`);
  return { oid, type, bytes: Buffer.allocUnsafe(Number(size ?? 0)) };
}
