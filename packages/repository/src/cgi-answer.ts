/** The head of what a CGI program such as `git http-backend` writes. */

export interface CgiHead {
  status: number;
  headers: [name: string, value: string][];
  /** The first bytes of the body. */
  rest: Buffer;
}

const MAX_HEAD = 16 * 1024;

/** Reads the head as chunks come, and leaves the iterator at the body. Throws when there is none. */
export async function readCgiHead(chunks: AsyncIterator<Buffer>): Promise<CgiHead> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = /\r?\n\r?\n/.exec(read.toString("latin1"));
    if (end) return parseHead(read.toString("latin1", 0, end.index), read.subarray(end.index + end[0].length));
    const next = read.length > MAX_HEAD ? undefined : await chunks.next();
    if (!next || next.done) throw new Error(`no head of an answer: ${read.toString("latin1").slice(0, 200)}`);
    read = Buffer.concat([read, next.value]);
  }
}

function parseHead(head: string, rest: Buffer): CgiHead {
  const headers: [string, string][] = [];
  let status = 200;
  for (const line of head.split(/\r?\n/)) {
    const [, name = "", value = ""] = /^([\w-]+): *(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else if (name !== "") headers.push([name, value]);
  }
  return { status, headers, rest };
}
