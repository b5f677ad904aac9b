import { request as ask } from "node:http";

export interface Visit {
  method?: string;
  headers?: Record<string, string | undefined>;
  body?: string | FormData | URLSearchParams;
}

/** What a browser is to the server: cookies by host, and no redirect followed unless told. Names resolve to loopback. */
export class Visitor {
  /** By host, then by name. */
  readonly cookies = new Map<string, Map<string, string>>();

  async fetch(address: string, { method = "GET", headers = {}, body }: Visit = {}): Promise<Response> {
    const { host, port, pathname, search } = new URL(address);
    const encoded = body === undefined ? undefined : new Response(body);
    const bytes = encoded && Buffer.from(await encoded.arrayBuffer());
    const kept = [...(this.cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
    const type = encoded?.headers.get("Content-Type");
    const sent = {
      Host: host,
      ...(kept ? { Cookie: kept } : {}),
      ...(type ? { "Content-Type": type } : {}),
      ...(bytes ? { "Content-Length": String(bytes.length) } : {}),
      ...headers,
    };
    const known = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
    const response = await new Promise<Response>((resolve, reject) => {
      const request = ask(
        {
          host: "127.0.0.1",
          port,
          // A connection of its own: one that is kept may be closed by the server just as it is used again.
          agent: false,
          path: address.slice(address.indexOf(host) + host.length) || pathname + search,
          method,
          headers: known,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const found = new Headers();
            for (let at = 0; at < answer.rawHeaders.length; at += 2)
              found.append(answer.rawHeaders[at] ?? "", answer.rawHeaders[at + 1] ?? "");
            const status = answer.statusCode ?? 0;
            resolve(
              new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers: found }),
            );
          });
          answer.on("error", reject);
        },
      );
      request.on("error", reject);
      request.end(bytes);
    });
    this.#keepCookies(host, response.headers.getSetCookie());
    return response;
  }

  #keepCookies(host: string, lines: readonly string[]): void {
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    for (const line of lines) {
      const [pair = ""] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, pair.slice(pair.indexOf("=") + 1));
    }
  }
}
