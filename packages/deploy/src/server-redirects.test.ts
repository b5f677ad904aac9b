import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatServerRedirects, SERVERS } from "./server-redirects.ts";
import { type RunningServer, startServer, unpackServers } from "./testing/debian-servers.ts";

/** Old address as a browser sends it, and where it leads. */
const REDIRECTS: readonly (readonly [from: string, asked: string, to: string])[] = [
  ["/spip.php?article12", "/spip.php?article12", "/le-compost/"],
  ["/spip.php?page=article&id_article=12", "/spip.php?page=article&id_article=12", "/le-compost/"],
  ["/article.php3?id_article=12", "/article.php3?id_article=12", "/le-compost/"],
  ["/?La-fete", "/?La-fete", "/la-fete/"],
  ["/-Rubrique-", "/-Rubrique-", "/rubrique/"],
  ["/+-Mot-+.html", "/+-Mot-+.html", "/mots-cles/mot/"],
  ["/@Site@", "/@Site@", "/partenaires/"],
  ["/été-au-jardin", "/%C3%A9t%C3%A9-au-jardin", "/ete/"],
  ["/IMG/pdf/compte%20rendu.pdf", "/IMG/pdf/compte%20rendu.pdf", "/media/pdf/compte%20rendu.pdf"],
  ["/ailleurs", "/ailleurs", "https://ailleurs.example/page?x=1&y=2#z"],
];

/** What strangers would write to reach the configuration. */
const HOSTILE: readonly (readonly [from: string, asked: string, to: string])[] = [
  ['/a";return%20200;#', "/a%22;return%20200;", "/x/"],
  ["/$host{$args}", "/%24host%7B%24args%7D", "/$request_uri/"],
  ["/a'`}{b", "/a%27%60%7D%7Bb", "/%{env:PATH}/"],
  ["/a(b)[c]|d*", "/a(b)%5Bc%5D%7Cd*", "/$\u007bx}/"],
];

const root = unpackServers();

describe.runIf(root !== undefined).each(SERVERS)("redirects on a real %s", (server) => {
  let folder = "";
  let running: RunningServer | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pivert-server-"));
    const many = Array.from({ length: 2000 }, (_, index) => ({
      from: `/spip.php?article${1000 + index}`,
      to: `/n${index}/`,
    }));
    const redirects = [...REDIRECTS, ...HOSTILE].map(([from, , to]) => ({ from, to }));
    running = await startServer(
      root ?? "",
      server,
      formatServerRedirects([...redirects, ...many], server, "essai"),
      folder,
    );
  }, 300_000);
  afterAll(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(REDIRECTS)("%s", async (_, asked, to) => {
    expect(await ask(asked)).toEqual({ status: 301, location: to });
  });

  it("leads from one address among thousands", async () => {
    expect(await ask("/spip.php?article2999")).toEqual({ status: 301, location: "/n1999/" });
  });

  it.each(["/", "/spip.php", "/spip.php?article1", "/spip.php?article129", "/-Rubrique", "/x?La-fete"])(
    "leaves %s alone",
    async (asked) => {
      expect((await ask(asked)).status).not.toBe(301);
    },
  );

  it.each(HOSTILE)("keeps %s out of the configuration", async (_, asked) => {
    const { status, location } = await ask(asked);
    // It is a redirect as any other, or nothing; never what it says.
    expect([301, 403, 404]).toContain(status);
    expect(location ?? "").not.toMatch(/127\.0\.0\.1|\/usr\//);
  });

  /** As it is written: `fetch` would tidy the address. */
  function ask(path: string): Promise<{ status: number | undefined; location: string | undefined }> {
    const { port } = new URL(running?.origin ?? "http://127.0.0.1:1");
    return new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, path }, (response) => {
        response.resume();
        const { location } = response.headers;
        resolve({ status: response.statusCode, location: location?.replace(/^http:\/\/127\.0\.0\.1(?::\d+)?/, "") });
      })
        .on("error", reject)
        .end();
    });
  }
});
