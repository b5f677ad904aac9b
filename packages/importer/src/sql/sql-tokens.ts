/** The tokens of SQL, as they come in pieces. */

export interface SqlToken {
  /**
   * `word`: bare, numbers included. `name`: in backticks or double quotes. `text`: in quotes, its escapes undone.
   * `bytes`: hexadecimal. `end`: a semicolon.
   */
  kind: "word" | "name" | "text" | "bytes" | "symbol" | "end";
  text: string;
}

export interface SqlTokens {
  push(chunk: string): void;
  end(): void;
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "0": "",
  b: "",
  Z: "\u001a",
  "%": "\\%",
  _: "\\_",
};

const BLANK = /[\s\u00a0]+/y;
const WORD = /[\w$.@]+/y;
const HEX = /0x([\da-f]+)$/i;
/** What a piece of text may hold up to the next character that means something. */
const INSIDE: Record<string, RegExp> = { "'": /[^'\\]*/y, '"': /[^"\\]*/y, "`": /[^`]*/y };

/** Cuts SQL into tokens. A token that a chunk cuts is finished with the next. */
export function openSqlTokens(onToken: (token: SqlToken) => void): SqlTokens {
  let buffer = "";
  let at = 0;
  let last = false;
  /** Inside quotes: what was read of the text. */
  let quote = "";
  let pieces: string[] = [];
  let binary = false;

  function run(): void {
    while (at < buffer.length) if (!(quote === "" ? plain() : inside())) break;
    buffer = buffer.slice(at);
    at = 0;
  }

  /** One step outside quotes; `false` when more must come first. */
  function plain(): boolean {
    BLANK.lastIndex = at;
    if (BLANK.test(buffer)) {
      at = BLANK.lastIndex;
      return true;
    }
    const character = buffer[at] ?? "";
    const next = buffer[at + 1];
    if (next === undefined && !last && /[-/#*0-9A-Za-z_$.@]/.test(character)) return false;
    if (character === "-" && next === "-") return skipTo("\n");
    if (character === "#") return skipTo("\n");
    if (character === "/" && next === "*") return skipTo("*/");
    if (character === "'" || character === '"' || character === "`") {
      quote = character;
      pieces = [];
      at++;
      return true;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(buffer)?.[0];
    if (word === undefined) {
      at++;
      onToken({ kind: character === ";" ? "end" : "symbol", text: character });
      return true;
    }
    if (at + word.length === buffer.length && !last) return false;
    at += word.length;
    const hex = HEX.exec(word)?.[1];
    if (hex !== undefined) onToken({ kind: "bytes", text: hex });
    else if (/^x$/i.test(word) && buffer[at] === "'") binary = true;
    else
      onToken({
        kind: "word",
        text: word.includes(".") && !/^[\d.]+/.test(word) ? (word.split(".").at(-1) ?? "") : word,
      });
    return true;
  }

  function skipTo(end: string): boolean {
    const found = buffer.indexOf(end, at + (end === "\n" ? 0 : 2));
    if (found !== -1) {
      at = found + end.length;
      return true;
    }
    // Of a long comment nothing need be kept but its beginning.
    if (last) at = buffer.length;
    else buffer = `${buffer.slice(at, at + 2)}${buffer.slice(Math.max(at + 2, buffer.length - 2))}`;
    if (!last) at = 0;
    return false;
  }

  /** One step inside quotes. */
  function inside(): boolean {
    const pattern = INSIDE[quote] as RegExp;
    pattern.lastIndex = at;
    const piece = pattern.exec(buffer)?.[0] ?? "";
    if (piece !== "") pieces.push(piece);
    at += piece.length;
    if (at >= buffer.length) return false;
    const next = buffer[at + 1];
    if (next === undefined && !last) return false;
    if (buffer[at] === "\\") {
      pieces.push(ESCAPES[next ?? ""] ?? next ?? "");
      at += 2;
      return true;
    }
    if (next === quote) {
      pieces.push(quote);
      at += 2;
      return true;
    }
    at++;
    const text = pieces.join("");
    onToken({ kind: quote === "'" ? (binary ? "bytes" : "text") : "name", text });
    quote = "";
    pieces = [];
    binary = false;
    return true;
  }

  return {
    push(chunk) {
      buffer += chunk;
      run();
    },
    end() {
      last = true;
      run();
    },
  };
}
