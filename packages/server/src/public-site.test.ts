import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { publicSite } from "./public-site.ts";

/** A release with these files and redirects. */
function release(files: Record<string, string>, redirects: { from: string; to: string }[] = []) {
  const root = mkdtempSync(join(tmpdir(), "pivert-public-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  write("secret/index.html", "ce qui est à côté");
  write("current/build.json", JSON.stringify({ redirects }));
  for (const [file, content] of Object.entries(files)) write(`current/site/${file}`, content);
  const app = new Hono().use(publicSite(join(root, "current")));
  return (path: string, how?: RequestInit) => app.request(`http://velo.localhost${path}`, how);
}

test("pages are given with headers that keep browsers to them, and without a cookie", async () => {
  const get = release({ "index.html": "Bonjour", "404.html": "Rien ici" }, [{ from: "/vieux/", to: "/" }]);
  for (const [path, status] of [
    ["/", 200],
    ["/absente/", 404],
    ["/vieux/", 301],
  ] as const) {
    const answer = await get(path);
    const { headers } = answer;
    expect(answer.status).toBe(status);
    expect(headers.get("Set-Cookie")).toBeNull();
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toBe("base-uri 'self'; frame-ancestors 'self'");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
  }
});

test.each(["dessin.svg", "page.html", "page.xhtml", "flux.xml"])("the media file %s runs nothing", async (name) => {
  const get = release({ [`media/${name}`]: "<script>alert(1)</script>", "index.html": "" });
  expect((await get(`/media/${name}`)).headers.get("Content-Security-Policy")).toMatch(
    /^default-src 'none';.*sandbox$/,
  );
});

test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is refused", async (method) => {
  const answer = await release({ "index.html": "Bonjour" })("/", { method });
  expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
});

test.each([
  "//asso",
  "///asso",
  "/%2Fasso",
  "/..%2fsecret",
  "/..%2f..%2fsecret",
  "/asso/..%2f..%2fsecret",
  "/..%5csecret",
  "/asso%00",
])("%s leads nowhere", async (path) => {
  const answer = await release({ "asso/index.html": "L’asso" })(path);
  expect([answer.status, answer.headers.get("Location")]).toEqual([404, null]);
});

test("a path that is badly encoded is no path", async () => {
  expect((await release({ "index.html": "" })("/%E0%A4")).status).toBe(400);
});

test("a folder's address ends with a slash", async () => {
  const answer = await release({ "asso/index.html": "L’asso" })("/asso?a=1");
  expect([answer.status, answer.headers.get("Location")]).toEqual([301, "/asso/?a=1"]);
});

test("a part of a file is given to who asks for it, such as a player of films", async () => {
  const answer = await release({ "media/film.mp4": "0123456789" })("/media/film.mp4", {
    headers: { Range: "bytes=2-4" },
  });
  expect([answer.status, await answer.text()]).toEqual([206, "234"]);
});

test("what never changes is kept by browsers, the rest is asked for again", async () => {
  const get = release({ "_theme/a.1234.css": "", "media/_/b.5678.webp": "", "index.html": "" });
  const cached = async (path: string) => (await get(path)).headers.get("Cache-Control");
  expect(await cached("/_theme/a.1234.css")).toContain("immutable");
  expect(await cached("/media/_/b.5678.webp")).toContain("immutable");
  expect(await cached("/")).toBe("no-cache");
});
