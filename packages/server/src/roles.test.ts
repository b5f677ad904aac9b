/** Who may do what: every role by every action and route, on their own site and on another. */
import { createHash } from "node:crypto";
import { ACTION_NAMES } from "@pivert/cms/protocol";
import { beforeAll, expect, test } from "vitest";
import { png } from "./testing/png.ts";
import { type Editor, nameOf, siteYaml, testPlatform } from "./testing/test-platform.ts";

const POST = "---\ntitle: Balade\ndate: 2026-05-02\n---\nUne balade.\n";
const host = testPlatform({
  velo: { "posts/publiee.md": POST, "redirects.csv": "/a/,/b/\n" },
  autre: { "posts/publiee.md": POST },
});

const ROLES = ["editor", "publisher", "admin", "host"] as const;
type Kind = (typeof ROLES)[number] | "stranger" | "neighbour";
/** Who has no role on the site has no rank. */
const RANKS: readonly Kind[] = ROLES;
const KINDS: Kind[] = [...ROLES, "stranger", "neighbour"];
const pages = new Map<Kind, Editor>();

beforeAll(async () => {
  for (const kind of KINDS) {
    const role = kind === "stranger" ? undefined : kind === "neighbour" ? "admin" : kind;
    const { email } = await host.person(role, kind === "neighbour" ? "autre" : "velo");
    pages.set(kind, await host.enter(email, "velo"));
  }
}, 120_000);

function page(kind: Kind): Editor {
  const found = pages.get(kind);
  if (!found) throw new Error(kind);
  return found;
}

const draft = { collection: "posts", slug: "brouillon" };
const options = {
  collectionName: "posts",
  commitMessage: "Un essai",
  useWorkflow: true,
  newEntry: true,
  unpublished: false,
  hasSubfolders: false,
};
const note = { author: "x", content: "x", timestamp: "2026-05-02", resolved: false };
const persist = (path: string, more: object = {}) => ({
  dataFiles: [{ slug: nameOf(path).slug, path, raw: POST, base: null, ...more }],
  assets: [],
  options: { ...options, collectionName: nameOf(path).collection },
});
const known = {
  base: createHash("sha1")
    .update(`blob ${Buffer.byteLength(POST)}\0${POST}`)
    .digest("hex"),
};

/** Each action, and what it asks for beyond what its name says; the least role that may. */
const CASES: [action: string, least: (typeof ROLES)[number], params: object, what?: string][] = [
  ["entriesByFolder", "editor", { folder: "posts", extension: "md", depth: 1 }],
  ["entriesByFiles", "editor", { files: [{ path: "site.yaml" }] }],
  ["getEntry", "editor", { path: "posts/publiee.md" }],
  ["unpublishedEntries", "editor", {}],
  ["unpublishedEntry", "editor", draft],
  ["unpublishedEntryDataFile", "editor", { ...draft, path: "posts/brouillon.md", id: "" }],
  ["unpublishedEntryMediaFile", "editor", { ...draft, path: "media/a.jpg", id: "" }],
  ["deleteUnpublishedEntry", "editor", draft],
  ["persistEntry", "editor", persist("posts/nouvelle.md")],
  ["persistEntry", "editor", persist("posts/nouvelle.md", { newPath: "posts/autrement.md" }), "an unpublished rename"],
  ["persistEntry", "publisher", persist("posts/publiee.md", { newPath: "posts/a.md", ...known }), "a rename"],
  ["persistEntry", "admin", persist("site.yaml"), "settings"],
  ["persistEntry", "admin", persist("taxonomies.yaml"), "terms"],
  ["persistEntry", "admin", persist("redirects.csv"), "redirects"],
  ["persistEntry", "admin", persist("posts/b.md", { newPath: "redirects.csv" }), "a move onto settings"],
  ["updateUnpublishedEntryStatus", "editor", { ...draft, newStatus: "pending_review" }],
  ["publishUnpublishedEntry", "publisher", draft],
  ["resolveConflict", "editor", { ...draft, path: "posts/brouillon.md", id: "", keep: "mine" }],
  ["getMedia", "editor", { mediaFolder: "media" }],
  ["getMediaFile", "editor", { path: "media/a.jpg" }],
  ["persistMedia", "editor", { asset: { id: "x", path: "media/a.jpg" }, options: { commitMessage: "x" } }],
  ["deleteFiles", "publisher", { paths: ["posts/absente.md"], options: { commitMessage: "x" } }],
  [
    "deleteFiles",
    "admin",
    { paths: ["posts/absente.md", "redirects.csv"], options: { commitMessage: "x" } },
    "settings",
  ],
  ["getDeployPreview", "editor", draft],
  ["getNotes", "editor", draft],
  ["addNote", "editor", { ...draft, note }],
  ["updateNote", "editor", { ...draft, noteId: "1", updates: { content: "x" } }],
  ["deleteNote", "editor", { ...draft, noteId: "1" }],
  ["toggleNoteResolution", "editor", { ...draft, noteId: "1" }],
  ["getPRMetadata", "editor", draft],
];

test("every action has a case", () => {
  expect([...new Set(CASES.map(([action]) => action))].sort()).toEqual([...ACTION_NAMES].sort());
});

test.each(CASES)("%s is for a role of %s at least (%o)", async (action, least, params) => {
  for (const kind of KINDS) {
    const before = host.git("velo", "for-each-ref");
    const response = await page(kind).try(action, params);
    const rank = RANKS.indexOf(kind);
    const allowed = rank >= ROLES.indexOf(least);
    const answer = (await response.json()) as { error?: string };
    if (allowed) {
      expect([401, 403, 500], `${kind}: ${JSON.stringify(answer)}`).not.toContain(response.status);
      continue;
    }
    // Who has no role on the site has no session there: to them it does not exist.
    expect(response.status, kind).toBe(rank === -1 ? 401 : 403);
    expect(answer.error, kind).toMatch(/\.$/);
    expect(host.git("velo", "for-each-ref"), kind).toBe(before);
  }
});

test.each(["/api/session", "/api/config", "/api/publication", `/api/media/${known.base}/publiee.md`])(
  "GET %s is for members",
  async (path) => {
    for (const kind of KINDS)
      expect((await page(kind).get(path)).status, kind).toBe(ROLES.some((role) => role === kind) ? 200 : 401);
  },
);

test("uploading is for members", async () => {
  for (const kind of KINDS)
    expect((await page(kind).upload("a.png", png(2, 2, [1, 2, 3]))).status, kind).toBe(
      ROLES.some((role) => role === kind) ? 200 : 401,
    );
});

test("a session of one site is none on another", async () => {
  for (const kind of ROLES) {
    const own = page(kind);
    const cookie = own.visitor.cookies.get(new URL(own.origin).host)?.get("pivert") ?? "";
    const other = host.origin("autre.edit");
    const headers = { Cookie: `pivert=${cookie}`, "X-Pivert": "1", Origin: other };
    expect((await own.visitor.fetch(`${other}/api/session`, { headers })).status, kind).toBe(401);
    for (const [action, , params] of CASES) {
      const body = JSON.stringify({ action, params });
      const type = { "Content-Type": "application/json" };
      const answer = await own.visitor.fetch(`${other}/api/entries`, {
        method: "POST",
        headers: { ...headers, ...type },
        body,
      });
      expect(answer.status, `${kind} ${action}`).toBe(401);
    }
  }
});

test("a publisher publishes and drops no draft of the settings, nor an editor one that moves a page", async () => {
  const admin = page("admin");
  await admin.save("site.yaml", siteYaml("velo", "tagline: En ville\n"));
  const name = nameOf("site.yaml");
  expect(await page("publisher").refused("publishUnpublishedEntry", name)).toMatchObject({ status: 403 });
  expect(await page("editor").refused("deleteUnpublishedEntry", name)).toMatchObject({ status: 403 });
  expect(await admin.publish("site.yaml")).toMatchObject({ state: "live" });
});

test("the page offers what the role may do", async () => {
  const shown = async (kind: Kind) => JSON.stringify(await (await page(kind).get("/api/config")).json());
  expect(await shown("editor")).toContain('"publish":false');
  expect(await shown("publisher")).not.toContain('"name":"settings"');
  expect(await shown("admin")).toContain('"name":"settings"');
  // Where this host serves the site, whatever its own domain will be.
  expect(await shown("editor")).toContain(`"site_url":"${host.origin("velo")}"`);
});

test("whoever loses their role is out at once, and may still log out", async () => {
  const person = await host.person("publisher");
  const leaver = await host.enter(person.email, "velo");
  expect((await leaver.get("/api/session")).status).toBe(200);
  await host.platform.accounts.setRole(person.id, "velo", undefined);
  for (const path of ["/api/session", "/api/config", "/api/publication", `/api/media/${known.base}/a.md`])
    expect((await leaver.get(path)).status, path).toBe(403);
  for (const [action, , params] of CASES)
    expect(await leaver.refused(action, params), action).toMatchObject({ status: 403 });
  expect((await leaver.upload("a.png", png(2, 2, [1, 2, 3]))).status).toBe(403);
  expect((await leaver.post("/api/logout", "{}")).status).toBe(200);
});
