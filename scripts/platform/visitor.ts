/** A browser without pages: keeps cookies by host, follows no redirect, and finds every name on the loopback. */
import { request as ask } from "node:http";

export interface Answer {
  status: number;
  /** Where a redirect leads; empty for other answers. */
  location: string;
  text: string;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** How long an answer may take. */
  patience?: number;
}

/** @throws the system's error when nobody answers */
export type Visit = (address: string, asked?: Asked) => Promise<Answer>;

const PATIENCE_MS = 60_000;

export function openVisitor(): Visit {
  const jars = new Map<string, Map<string, string>>();
  return (address, { method = "GET", headers = {}, body, patience = PATIENCE_MS } = {}) => {
    const { host, port, pathname, search } = new URL(address);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = {
      Host: host,
      ...(cookies === "" ? {} : { Cookie: cookies }),
      ...(body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) }),
      ...headers,
    };
    return new Promise<Answer>((resolve, reject) => {
      const request = ask(
        // A connection of its own: the server may close one that was kept at the moment it is used again.
        { agent: false, host: "127.0.0.1", port, path: pathname + search, method, headers: sent, timeout: patience },
        (response) => {
          for (const line of response.headers["set-cookie"] ?? []) keepCookie(jar, line);
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const { statusCode: status = 0, headers: received } = response;
            resolve({ status, location: received.location ?? "", text: Buffer.concat(chunks).toString("utf8") });
          });
        },
      );
      request.on("timeout", () => request.destroy(new Error(`${address} did not answer within ${patience} ms.`)));
      request.on("error", reject);
      request.end(body);
    });
  };
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const name = pair.slice(0, pair.indexOf("="));
  if (/max-age=0/i.test(line)) jar.delete(name);
  else jar.set(name, pair.slice(pair.indexOf("=") + 1));
}
