/** Tokens made on the accounts origin, and the real git client that uses them, up to the live page. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually, testPlatform } from "./testing/test-platform.ts";
import { Visitor } from "./testing/visitor.ts";

const POST = "posts/2026-05-02-balade.md";
const host = testPlatform({
  velo: {
    "pages/index.md": "---\ntitle: Accueil\n---\nBonjour à toutes.\n",
    [POST]: post("Balade", "Une balade."),
  },
  autre: { "pages/index.md": "---\ntitle: Autre\n---\n" },
});

function post(title: string, text: string): string {
  return `---\ntitle: ${title}\ndate: 2026-05-02\n---\n${text}\n`;
}

const compte = (path = "") => host.origin("compte") + path;

/** Somebody logged in on the accounts origin. */
async function signIn(email: string): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.fetch(compte("/connexion"), {
    method: "POST",
    headers: { Origin: compte() },
    body: new URLSearchParams({ email, password: "un bon mot de passe" }),
  });
  return visitor;
}

const postForm = (visitor: Visitor, path: string, fields: Record<string, string>, origin = compte()) =>
  visitor.fetch(compte(path), { method: "POST", headers: { Origin: origin }, body: new URLSearchParams(fields) });

async function makeToken(email: string, site = "velo"): Promise<string> {
  const answer = await postForm(await signIn(email), "/jetons", { site, name: "Portable" });
  const [token = ""] = /pivert_[\w-]{43}/.exec(await answer.text()) ?? [];
  return token;
}

/** A folder where the real git works with a token, as somebody of this name. */
function gitClient(token: string) {
  const folder = mkdtempSync(join(tmpdir(), "pivert-client-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const port = new URL(compte()).port;
  const resolve = ["velo", "autre"].map((site) => `http.curloptResolve=${site}.edit.localhost:${port}:127.0.0.1`);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "Zoé",
    GIT_AUTHOR_EMAIL: "zoe@asso.example",
    GIT_COMMITTER_NAME: "Zoé",
    GIT_COMMITTER_EMAIL: "zoe@asso.example",
  };
  const run = (cwd: string, command: string[]) =>
    new Promise<{ status: number; said: string }>((done) =>
      execFile("git", [...resolve.flatMap((setting) => ["-c", setting]), ...command], { cwd, env }, (error, out, err) =>
        done({ status: error ? Number(error.code) : 0, said: out + err }),
      ),
    );
  const address = (site: string) =>
    `${host.origin(`${site}.edit`)}/${site}.git`.replace("://", `://zoe:${encodeURIComponent(token)}@`);
  const clone = join(folder, "velo");
  return {
    clone: (site = "velo") => run(folder, ["clone", "--quiet", address(site)]),
    git: (...command: string[]) => run(clone, command),
    read: (path: string) => readFileSync(join(clone, path), "utf8"),
    link: (path: string, to: string) => symlinkSync(to, join(clone, path)),
    async commit(files: Record<string, string>) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(clone, path)), { recursive: true });
        writeFileSync(join(clone, path), content);
      }
      await run(clone, ["add", "--all"]);
      await run(clone, ["commit", "--quiet", "--message", "Depuis mon ordinateur"]);
    },
  };
}

const DONE = { status: 0, said: "" };

test("a token is made, shown once, listed with its last use, and revoked", async () => {
  const { email } = await host.person("publisher");
  const visitor = await signIn(email);
  const page = async () => (await visitor.fetch(compte("/jetons"))).text();
  expect(await page()).toContain("Vous n’avez pas de jeton.");
  const made = await postForm(visitor, "/jetons", { site: "velo", name: "Ordinateur <du> local" });
  const text = await made.text();
  const [token = ""] = /pivert_[\w-]{43}/.exec(text) ?? [];
  expect(text).toContain(`git clone ${host.origin("velo.edit")}/velo.git`);
  expect(made.headers.get("Cache-Control")).toBe("no-store");
  expect(await page()).toContain("Ordinateur &lt;du&gt; local");
  expect(await page()).not.toContain(token);
  expect(await page()).toContain("jamais utilisé");

  const client = gitClient(token);
  expect(await client.clone()).toEqual(DONE);
  expect(await page()).toMatch(/utilisé le \d/);
  const [, id = ""] = /name="id" value="([^"]+)"/.exec(await page()) ?? [];
  expect((await postForm(visitor, "/jetons/revoquer", { id })).status).toBe(303);
  expect(await page()).toContain("Vous n’avez pas de jeton.");
  expect((await client.git("fetch")).said).toContain("Il faut un jeton de ce site comme mot de passe");
});

test("tokens are not made for others, from elsewhere, or beyond one's role", async () => {
  const editor = await signIn((await host.person("editor")).email);
  expect(await (await editor.fetch(compte("/jetons"))).text()).toContain("il faut pouvoir publier");
  expect((await postForm(editor, "/jetons", { site: "velo", name: "x" })).status).toBe(403);
  const publisher = await signIn((await host.person("publisher")).email);
  for (const site of ["autre", "absent", ""])
    expect((await postForm(publisher, "/jetons", { site, name: "x" })).status).toBeGreaterThanOrEqual(400);
  expect((await postForm(publisher, "/jetons", { site: "velo", name: "x".repeat(81) })).status).toBe(400);
  for (const path of ["/jetons", "/jetons/revoquer"])
    expect((await postForm(publisher, path, { site: "velo", name: "x" }, host.origin("velo.edit"))).status).toBe(403);
  const nobody = new Visitor();
  expect((await nobody.fetch(compte("/jetons"))).status).toBe(303);
  expect((await postForm(nobody, "/jetons", { site: "velo", name: "x" })).status).toBe(303);
});

test("clone, log, push: the page is live, and the next fetch brings what was written online", async () => {
  await host.settled();
  const { email } = await host.person("publisher");
  const client = gitClient(await makeToken(email));
  expect(await client.clone()).toEqual(DONE);
  expect(client.read(POST)).toBe(post("Balade", "Une balade."));
  expect((await client.git("fsck", "--full", "--strict")).status).toBe(0);

  await client.commit({ [POST]: post("Balade poussée", "Une balade.") });
  expect(await client.git("push", "--quiet")).toEqual(DONE);
  await eventually("the push is live", async () =>
    (await host.read("velo", "/actualites/balade/")).includes("Balade poussée"),
  );
  expect(host.git("velo", "log", "-1", "--format=%an", "main")).toBe("Zoé");

  const nour = await host.enter((await host.person("publisher", "velo", "Nour Haddad")).email, "velo");
  await nour.save(POST, post("Balade en ligne", "Une balade."));
  expect(await nour.publish(POST)).toMatchObject({ state: "live" });
  expect(await client.git("pull", "--quiet", "--rebase")).toEqual(DONE);
  expect(client.read(POST)).toContain("Balade en ligne");
  expect((await client.git("log", "-1", "--format=%an")).said).toBe("Nour Haddad\n");
});

test("a refused push says why in git’s output, and changes nothing", async () => {
  const { email } = await host.person("publisher");
  const client = gitClient(await makeToken(email));
  await client.clone();
  const before = host.git("velo", "rev-parse", "main");
  const refused = async (reason: string) => {
    const { status, said } = await client.git("push");
    expect(said).toContain(`remote: Refusé : ${reason}`);
    expect(status).not.toBe(0);
    await client.git("reset", "--quiet", "--hard", before);
  };
  client.link("pages/lien.md", "/etc/passwd");
  await client.commit({});
  await refused("pages/lien.md : les liens symboliques sont refusés");
  await client.commit({ "site.yaml": "name: À moi\n" });
  await refused("site.yaml : votre rôle ne permet pas de le changer");
  await client.commit({ "pages/CON.md": "x" });
  await refused("pages/CON.md : le nom de fichier « CON.md » n’est pas permis");
  expect(host.git("velo", "rev-parse", "main")).toBe(before);
});

test("an admin pushes settings", async () => {
  const { email } = await host.person("admin");
  const client = gitClient(await makeToken(email));
  await client.clone();
  await client.commit({ "redirects.csv": "/vieux/,/\n" });
  expect(await client.git("push", "--quiet")).toEqual(DONE);
  await eventually("the redirect is live", async () => (await host.visit("velo", "/vieux/")).status === 301);
});

test("a token is of one site, has today's role of its person, and no other password opens anything", async () => {
  const person = await host.person("publisher");
  const token = await makeToken(person.email);
  const client = gitClient(token);
  await client.clone();
  expect((await client.clone("autre")).said).toContain("Il faut un jeton de ce site");
  await host.platform.accounts.setRole(person.id, "velo", "editor");
  await client.commit({ "pages/b.md": "---\ntitle: B\n---\n" });
  expect((await client.git("push")).said).toContain("Votre rôle ne le permet pas.");
  expect((await client.git("fetch")).status).toBe(0);
  await host.platform.accounts.setRole(person.id, "velo", undefined);
  expect((await client.git("fetch")).said).toContain("vous n’en êtes pas membre");
  for (const wrong of ["un bon mot de passe", `${token.slice(0, -1)}A`, ""])
    expect((await gitClient(wrong).clone()).status).not.toBe(0);
});

test("a session of the editing page pushes nothing, and a browser's page neither", async () => {
  const person = await host.person("admin");
  const editor = await host.enter(person.email, "velo");
  expect((await editor.get("/velo.git/info/refs?service=git-receive-pack")).status).toBe(401);
  const headers = { Authorization: `Basic ${btoa(`x:${await makeToken(person.email)}`)}` };
  const address = `${host.origin("velo.edit")}/velo.git/info/refs?service=git-receive-pack`;
  const ask = (more: Record<string, string>) => new Visitor().fetch(address, { headers: { ...headers, ...more } });
  expect((await ask({})).status).toBe(200);
  expect((await ask({ Origin: host.origin("velo") })).status).toBe(403);
  for (const path of ["/autre.git/info/refs?service=git-upload-pack", "/velo.git/config", "/velo.git/HEAD"])
    expect((await new Visitor().fetch(host.origin("velo.edit") + path, { headers })).status, path).toBe(404);
});

test("a draft whose text was pushed over meanwhile is told who changed what", async () => {
  const nour = await host.enter((await host.person("publisher", "velo", "Nour Haddad")).email, "velo");
  await nour.save(POST, post("Balade de Nour", "Une balade."));
  const client = gitClient(await makeToken((await host.person("publisher")).email));
  await client.clone();
  await client.commit({ [POST]: post("Balade de Zoé", "Une balade.") });
  expect(await client.git("push", "--quiet")).toEqual(DONE);
  const refused = await nour.refused("publishUnpublishedEntry", {
    collection: "posts",
    slug: "2026-05-02-balade",
  });
  expect(refused).toMatchObject({ status: 409, conflict: { author: "Zoé", changed: ["« Titre »"], path: POST } });
  expect(refused.error).toContain("Zoé a modifié « Titre »");
  expect(await nour.act("unpublishedEntries", {})).toEqual(["posts/2026-05-02-balade"]);
});
