/** What no editing page sends: forged requests, paths outside of the content, files that are not what they say. */
import { beforeAll, expect, test } from "vitest";
import { png } from "./testing/png.ts";
import { type Editor, testPlatform } from "./testing/test-platform.ts";

const POST = "---\ntitle: Balade\ndate: 2026-05-02\n---\nUne balade.\n";
const host = testPlatform({ velo: { "pages/index.md": "---\ntitle: Vélo\n---\n", "posts/balade.md": POST } });
let admin: Editor;
beforeAll(async () => {
  admin = await host.enter((await host.person("admin")).email, "velo");
}, 60_000);

const FORGED: Record<string, string | undefined>[] = [
  { "X-Pivert": undefined },
  { "X-Pivert": "0" },
  { Origin: undefined },
  { Origin: "null" },
  { Origin: "https://evil.example" },
  { Origin: "pas une adresse" },
  { Origin: "http://" },
  { Origin: "public" },
  { Origin: "compte" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
];
const ROUTES = [
  "/api/entries",
  "/api/media",
  "/api/logout",
  "/api/session",
  "/api/config",
  "/api/publication",
  "/api/x",
];
const METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

test.each(ROUTES)("%s is closed to other origins' pages", async (path) => {
  const body = JSON.stringify({
    action: "deleteFiles",
    params: { paths: ["posts/balade.md"], options: { commitMessage: "x" } },
  });
  const before = host.git("velo", "for-each-ref");
  for (const method of METHODS)
    for (const forged of FORGED) {
      const named = forged.Origin === "public" || forged.Origin === "compte";
      const headers = {
        "X-Pivert": "1",
        Origin: admin.origin,
        "Content-Type": "application/json",
        ...forged,
        ...(named ? { Origin: host.origin(forged.Origin === "public" ? "velo" : "compte") } : {}),
      };
      const answer = await admin.visitor.fetch(admin.origin + path, { method, headers, body });
      expect(answer.status, `${method} ${JSON.stringify(forged)}`).toBe(403);
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  expect(host.git("velo", "for-each-ref")).toBe(before);
  expect((await admin.get("/api/session")).status).toBe(200);
});

test.each([
  ["GET", "/api/entries", 405],
  ["PUT", "/api/entries", 405],
  ["DELETE", "/api/media", 405],
  ["POST", "/api/session", 405],
  ["POST", "/api/config", 405],
  ["GET", "/api/logout", 405],
  ["GET", "/api/rien", 404],
  ["POST", "/api/media/a/b", 404],
])("%s %s is answered %i in JSON", async (method, path, status) => {
  const answer = await admin.visitor.fetch(admin.origin + path, {
    method,
    headers: { "X-Pivert": "1", Origin: admin.origin },
  });
  expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([status, "no-store"]);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
});

test.each<[string, string | undefined, string, number]>([
  ["a form", "application/x-www-form-urlencoded", "action=getEntry", 415],
  ["plain text", "text/plain", '{"action":"getEntry","params":{"path":"site.yaml"}}', 415],
  ["no JSON", "application/json", "{", 400],
  ["nothing", "application/json", "", 400],
  ["a list", "application/json", "[]", 400],
  ["an unknown action", "application/json", '{"action":"toString","params":{}}', 400],
  ["__proto__", "application/json", '{"action":"__proto__","params":{}}', 400],
  ["wrong parameters", "application/json", '{"action":"getEntry","params":{"path":["a"]}}', 400],
  ["too much", "application/json", `"${"x".repeat(4_000_000)}"`, 413],
])("%s is refused", async (_, type, body, status) => {
  const answer = await admin.post("/api/entries", body, { "Content-Type": type });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
});

test("a publication is asked for by a commit", async () => {
  for (const revision of ["main", "--upload-pack=x", "HEAD", "0".repeat(39), `${"a".repeat(40)};`])
    expect((await admin.get(`/api/publication?revision=${encodeURIComponent(revision)}`)).status, revision).toBe(400);
  await host.settled();
  const unknown = await admin.get(`/api/publication?revision=${"0".repeat(40)}`);
  expect(unknown.status).toBe(200);
});

const PATHS = [
  "",
  "/etc/passwd",
  "../autre.git/config",
  "posts/../../secret.md",
  "posts/../site.yaml",
  "posts//a.md",
  "posts/./a.md",
  "posts/a.md/",
  "posts\\a.md",
  "posts/a\0.md",
  "posts/a\n.md",
  "posts/.caché.md",
  "posts/-a.md",
  "posts/a.md ",
  "posts/con.md",
  "posts/COM1.md",
  "posts/a:b.md",
  "posts/a\u202Emd.md",
  "posts/e\u0301te.md",
  `posts/${"a".repeat(300)}.md`,
  `${"pages/".repeat(30)}a.md`,
  "posts/a.html",
  "posts/a.astro",
  "posts/sous/dossier.md",
  "a.md",
  "readme.md",
  ".git/config",
  ".gitattributes",
  ".gitmodules",
  "posts/.git/config",
  "media",
  "media/",
  "media/../site.yaml",
  "media/.htaccess",
  "MEDIA/a.jpg",
  "Site.yaml",
  "site.yaml/a.md",
  "pages/site.yaml",
  "autre/posts/a.md",
  "theme/index.astro",
  "package.json",
  "_posts/a.md",
  "__proto__/a.md",
];

test.each(PATHS)("the path %j is written nowhere", async (path) => {
  const before = host.git("velo", "for-each-ref");
  const options = {
    collectionName: "posts",
    commitMessage: "x",
    useWorkflow: true,
    newEntry: true,
    unpublished: false,
    hasSubfolders: false,
  };
  const file = { slug: "a", path, raw: POST, base: null };
  const moved = { slug: "a", path: "posts/balade.md", newPath: path, raw: POST, base: null };
  for (const [action, params] of [
    ["persistEntry", { dataFiles: [file], assets: [], options }],
    ["persistEntry", { dataFiles: [moved], assets: [], options }],
    ["persistEntry", { dataFiles: [{ ...file, path: "posts/a.md" }], assets: [{ id: "a".repeat(64), path }], options }],
    ["persistMedia", { asset: { id: "a".repeat(64), path }, options: { commitMessage: "x" } }],
    ["deleteFiles", { paths: [path], options: { commitMessage: "x" } }],
  ] as const) {
    const refused = await admin.refused(action, params);
    expect([400, 404, 422], `${action} ${refused.error}`).toContain(refused.status);
    expect(refused.error).toMatch(/[.!]$/);
  }
  expect(host.git("velo", "for-each-ref")).toBe(before);
  expect(await admin.act("getEntry", { path: path === "" ? "x" : path })).toMatchObject({ data: null });
});

test.each(["../../x", "a/../../b", "", "x".repeat(2000), "-", "a\nb", "a\0b"])(
  "a draft named %j does no harm",
  async (slug) => {
    for (const collection of ["posts", "../posts", "", "POSTS", "main"]) {
      for (const action of ["unpublishedEntry", "publishUnpublishedEntry", "deleteUnpublishedEntry"]) {
        const answer = await admin.try(action, { collection, slug });
        expect([200, 400, 404, 422], `${collection} ${action}`).toContain(answer.status);
      }
    }
    expect(host.git("velo", "rev-parse", "main")).toMatch(/^[0-9a-f]{40}$/);
  },
);

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
test.each<[string, Uint8Array<ArrayBuffer> | string]>([
  ["page.html", "<!doctype html><script>alert(1)</script>"],
  ["dessin.svg", svg],
  ["dessin.png", svg],
  ["photo.jpg", "<script>alert(1)</script>"],
  ["programme.exe", "MZ\x90\0\x03\0\0\0"],
  ["programme.js", "alert(1)"],
  ["archive.zip", "PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaa"],
  ["vide.png", ""],
  ["coupee.png", png(64, 64, [1, 2, 3]).slice(0, 60)],
  ["coupe.pdf", "%PDF-1.7\n"],
])("%s is not kept, and the reason is said", async (name, bytes) => {
  const answer = await admin.upload(name, bytes);
  const { error } = (await answer.json()) as { error: string };
  expect([answer.status, error]).toEqual([422, expect.stringContaining(`« ${name} » `)]);
});

test("what is kept takes its type from its bytes, and none that a browser would run", async () => {
  const disguised = (await (await admin.upload("../../page.html", png(8, 8, [9, 9, 9]))).json()) as Record<
    string,
    string
  >;
  expect(disguised).toMatchObject({ name: "page.png", path: "media/page.png" });
  const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";
  const kept = (await (await admin.upload("Statuts.pdf", pdf)).json()) as Record<string, string>;
  const shown = await admin.get(kept.url ?? "");
  expect(shown.headers.get("Content-Disposition")).toBe("attachment");
  expect(shown.headers.get("Content-Type")).toBe("application/octet-stream");
  expect(shown.headers.get("Content-Security-Policy")).toBe("sandbox; default-src 'none'");
  expect(shown.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(shown.headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
  // Its extension is not the editor's to choose, be it shown or saved.
  for (const name of ["statuts.html", "statuts", "statuts.svg"]) {
    expect((await admin.get(`/api/media/${kept.id}/${name}`)).status, name).toBe(422);
    const asset = { id: kept.id, path: `media/${name}` };
    expect(await admin.refused("persistMedia", { asset, options: { commitMessage: "x" } }), name).toMatchObject({
      status: 422,
    });
  }
  // A text of the site under the name of an image, or of a page.
  const { file } = await admin.act("getEntry", { path: "posts/balade.md" });
  const text = await admin.get(`/api/media/${file.id}/page.html`);
  expect([text.status, text.headers.get("Content-Disposition")]).toEqual([200, "attachment"]);
});

test.each(["x", "0".repeat(64), "0".repeat(40), "..%2f..%2fsecret", "main"])(
  "there is no media file %s",
  async (id) => {
    const answer = await admin.get(`/api/media/${id}/a.png`);
    expect([answer.status, await answer.json()]).toEqual([404, { error: expect.stringMatching(/\.$/) }]);
  },
);

test.each(["/%2e%2e/secret", "/..%2fsecret", "/.", "/sub/index.html", "/index.html%00", "/.git"])(
  "the page's own files: %s is none",
  async (path) => {
    expect((await host.visit("velo.edit", path)).status).toBeGreaterThanOrEqual(path === "/." ? 200 : 400);
  },
);
