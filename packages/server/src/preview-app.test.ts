/** Drafts on their own origin: shown as the page will be, to those who write it and to nobody else. */
import { commit } from "@pivert/repository";
import { expect, test } from "vitest";
import { png } from "./testing/png.ts";
import { type Editor, locationOf, siteYaml, testPlatform } from "./testing/test-platform.ts";
import { Visitor } from "./testing/visitor.ts";

const POST = "posts/2026-05-02-balade.md";
const NAME = { collection: "posts", slug: "2026-05-02-balade" };
const host = testPlatform({
  velo: {
    "pages/index.md": "---\ntitle: Accueil\n---\nBonjour à toutes.\n",
    [POST]: post("Balade", "Une balade."),
    "posts/2026-05-03-reparer.md": post("Réparer", "Un texte."),
  },
  autre: { "pages/index.md": "---\ntitle: Autre\n---\n" },
});

function post(title: string, text: string): string {
  return `---\ntitle: ${title}\ndate: 2026-05-02\n---\n${text}\n`;
}

const apercu = (path = "") => host.origin("velo.apercu") + path;

async function editor(name?: string): Promise<Editor> {
  return host.enter((await host.person("editor", "velo", name)).email, "velo");
}

/** Goes where links and redirects lead, as a browser does. */
async function browse(visitor: Visitor, address: string): Promise<{ at: string; response: Response; text: string }> {
  let at = address;
  for (let hops = 0; hops < 10; hops++) {
    const response = await visitor.fetch(at);
    if (response.status !== 303) return { at, response, text: await response.text() };
    at = new URL(locationOf(response), at).href;
  }
  throw new Error(`too many redirects from ${address}`);
}

/** The preview that the editing page leads to. */
async function preview(page: Editor, name = NAME) {
  const answer = await page.act("getDeployPreview", name);
  return browse(page.visitor, answer?.url ?? "");
}

test("the editing page’s link leads to the draft as the page will be, without another log-in", async () => {
  const nour = await editor("Nour Haddad");
  expect(await nour.act("getDeployPreview", NAME)).toBeNull();
  await nour.save(POST, post("Balade au lac", "Une **belle** balade."));
  const { at, response, text } = await preview(nour);
  expect(at).toBe(apercu("/actualites/balade/"));
  expect(response.status).toBe(200);
  expect(text).toContain("<strong>belle</strong> balade");
  expect(text).toContain("enregistré par Nour Haddad");
  expect(text).toContain(`${host.origin("velo.edit")}/#/collections/posts/entries/2026-05-02-balade`);
  // The rest of the site has the draft in it, too; what is public has not.
  expect((await browse(nour.visitor, apercu("/actualites/"))).text).toContain("Balade au lac");
  expect(await host.read("velo", "/actualites/")).not.toContain("Balade au lac");

  // Saved again, the same address shows it.
  await nour.save(POST, post("Balade au port", "Une balade."), {
    base: host.git("velo", "rev-parse", `drafts/posts/2026-05-02-balade:${POST}`),
  });
  expect((await browse(nour.visitor, at)).text).toContain("Balade au port");
  expect((await browse(nour.visitor, apercu("/absente/"))).response.status).toBe(404);
});

test("every answer is in a sandbox, unknown to search engines and kept by nobody", async () => {
  const nour = await editor();
  await nour.save("pages/index.md", "---\ntitle: Accueil\n---\nUn brouillon.\n");
  const { text } = await preview(nour, { collection: "pages", slug: "index" });
  const [, style = ""] = /<link[^>]+href="([^"]+\.css)"/.exec(text) ?? [];
  for (const path of [
    "/",
    style,
    "/sitemap.xml",
    "/absente/",
    "/absente.png",
    "/robots.txt",
    "/brouillon/posts/absent",
  ]) {
    const { headers } = await nour.visitor.fetch(apercu(path));
    expect(headers.get("X-Robots-Tag"), path).toContain("noindex");
    expect(headers.get("Cache-Control"), path).toBe("no-store");
    expect(headers.get("X-Content-Type-Options"), path).toBe("nosniff");
    expect(headers.get("Cross-Origin-Resource-Policy"), path).toBe("same-origin");
    const policy = headers.get("Content-Security-Policy");
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toContain("script");
    if (/html/.test(headers.get("Content-Type") ?? "")) expect(policy, path).toContain("sandbox allow-same-origin");
  }
  expect((await nour.visitor.fetch(apercu(style))).headers.get("Content-Type")).toContain("text/css");
  expect(await (await new Visitor().fetch(apercu("/robots.txt"))).text()).toContain("Disallow: /");
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
    expect((await nour.visitor.fetch(apercu("/"), { method })).status, method).toBe(405);
});

test("an image that only the draft has is shown in it", async () => {
  const nour = await editor();
  const path = "posts/2026-05-03-reparer.md";
  const sent = (await (await nour.upload("Atelier.png", png(40, 20, [0, 0, 200]))).json()) as {
    id: string;
    path: string;
  };
  await nour.save(path, post("Réparer", `![Un atelier](/${sent.path})`), { assets: [sent] });
  const { text } = await preview(nour, { collection: "posts", slug: "2026-05-03-reparer" });
  const src = /<img[^>]+src="([^"]+)"/.exec(text)?.[1] ?? "";
  const shown = await nour.visitor.fetch(apercu(src));
  expect([shown.status, shown.headers.get("Content-Type")]).toEqual([200, expect.stringMatching(/^image\//)]);
  expect((await host.visit("velo", src)).status).toBe(404);
  expect((await new Visitor().fetch(apercu(src), { headers: { "Sec-Fetch-Mode": "no-cors" } })).status).toBe(401);
});

test("who may not write the site sees nothing of its drafts", async () => {
  const nour = await editor();
  const address = (await nour.act("getDeployPreview", NAME))?.url ?? "";
  const stranger = await host.enter((await host.person("admin", "autre")).email, "autre");
  for (const visitor of [new Visitor(), stranger.visitor])
    for (const path of [new URL(address).pathname, "/", "/actualites/balade/", "/sitemap.xml"]) {
      const { at, text } = await browse(visitor, apercu(path));
      expect(new URL(at).origin).toBe(host.origin("compte"));
      expect(text).not.toContain("Balade");
    }
  // Nor who no longer may.
  const person = await host.person("publisher");
  const leaver = await host.enter(person.email, "velo");
  expect((await preview(leaver)).response.status).toBe(200);
  await host.platform.accounts.setRole(person.id, "velo", undefined);
  expect((await leaver.visitor.fetch(apercu("/actualites/balade/"))).status).toBe(403);
});

test("a session of the previews is none for writing, nor the other way round", async () => {
  const nour = await editor();
  await preview(nour);
  const cookieOf = (origin: string) => nour.visitor.cookies.get(new URL(origin).host)?.get("pivert") ?? "";
  const [write, look] = [cookieOf(host.origin("velo.edit")), cookieOf(apercu())];
  expect([write, look].every((cookie) => cookie.length > 20)).toBe(true);
  const swapped = (origin: string, cookie: string, path: string) =>
    new Visitor().fetch(origin + path, { headers: { Cookie: `pivert=${cookie}`, "Sec-Fetch-Mode": "cors" } });
  expect((await swapped(host.origin("velo.edit"), look, "/api/session")).status).toBe(401);
  expect((await swapped(apercu(), write, "/")).status).toBe(401);
  expect((await swapped(apercu(), look, "/")).status).toBe(200);
});

test.each(["//evil.example/", "/\\evil.example/", "https://evil.example/"])(
  "after the log-in nobody is led to %s",
  async (path) => {
    const { email } = await host.person("editor");
    const visitor = (await host.enter(email, "velo")).visitor;
    const begun = await visitor.fetch(apercu("/entrer"));
    visitor.cookies.get(new URL(apercu()).host)?.set("pivert-vers", encodeURIComponent(path));
    const known = await visitor.fetch(locationOf(begun));
    expect(locationOf(await visitor.fetch(locationOf(known)))).toBe("/");
  },
);

test("without a draft chosen the drafts are listed, and one that is gone is said to be gone", async () => {
  const nour = await editor();
  const shown = 'href="/brouillon/posts/2026-05-02-balade"';
  expect((await browse(nour.visitor, apercu("/"))).text).toContain(shown);
  await preview(nour);
  expect((await browse(nour.visitor, apercu("/brouillon/"))).text).toContain(shown);
  await nour.act("deleteUnpublishedEntry", NAME);
  const { response, text } = await browse(nour.visitor, apercu("/actualites/balade/"));
  expect([response.status, text]).toEqual([404, expect.stringContaining("Quelqu’un l’a publié ou retiré.")]);
  expect((await browse(nour.visitor, apercu("/brouillon/posts/absent"))).response.status).toBe(404);
  for (const path of ["/brouillon/posts", "/brouillon/Posts/x", "/brouillon/posts/%E0%A4", "/%E0%A4"])
    expect((await browse(nour.visitor, apercu(path))).response.status, path).toBeLessThan(500);
});

test("a draft is shown upon what is published now, and as it was saved where they conflict", async () => {
  const nour = await host.enter((await host.person("publisher")).email, "velo");
  const name = { collection: "posts", slug: "2026-05-03-reparer" };
  await nour.act("deleteUnpublishedEntry", name);
  await nour.save("posts/2026-05-03-reparer.md", post("Réparer ensemble", "Un texte."));
  await nour.save("posts/2026-05-09-neuve.md", post("Toute neuve", "Oui."), { base: null });
  await nour.publish("posts/2026-05-09-neuve.md");
  await preview(nour, name);
  const list = (await browse(nour.visitor, apercu("/actualites/"))).text;
  expect(list).toContain("Toute neuve");
  expect(list).toContain("Réparer ensemble");
  await commit({
    repository: host.platform.editingSite("velo").repository,
    changes: [{ path: "posts/2026-05-03-reparer.md", content: post("Réparer seul", "Un texte.") }],
    author: { name: "Inès Cardoso", email: "ines@asso.example" },
    message: "Modifie",
  });
  expect((await preview(nour, name)).text).toContain("Réparer ensemble");
});

test("a draft that cannot be built says why in its place", async () => {
  const nour = await editor();
  await nour.save(POST, "---\ntitle: Balade\ndate: demain\n---\nUne balade.\n");
  const wrong = await preview(nour);
  expect(wrong.response.status).toBe(422);
  expect(wrong.text).toContain("Le champ « date » contient « demain »");
  const admin = await host.enter((await host.person("admin")).email, "velo");
  await admin.save("site.yaml", siteYaml("velo", "timezone: Nulle/Part\n"));
  const settings = await preview(admin, { collection: "settings", slug: "site" });
  expect([settings.response.status, settings.text]).toEqual([422, expect.stringContaining("timezone")]);
  await admin.act("deleteUnpublishedEntry", { collection: "settings", slug: "site" });
});

test("a draft of the settings shows the whole site with them", async () => {
  const admin = await host.enter((await host.person("admin")).email, "velo");
  await admin.save("site.yaml", siteYaml("velo").replace("name: velo", "name: Le vélo pour tous"));
  const { at, text } = await preview(admin, { collection: "settings", slug: "site" });
  expect(at).toBe(apercu("/"));
  expect(text).toContain("Le vélo pour tous");
});
