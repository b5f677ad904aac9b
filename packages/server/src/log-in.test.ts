/** Logging in, going on to a site's editing origin, and everything that must not get there. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { editingApp } from "./editing-app.ts";
import { Editor, locationOf, testPlatform } from "./testing/test-platform.ts";
import { Visitor } from "./testing/visitor.ts";

const host = testPlatform({
  velo: { "pages/index.md": "---\ntitle: Vélo\n---\n" },
  autre: { "pages/index.md": "---\ntitle: Autre\n---\n" },
});

const logIn = (visitor: Visitor, email: string, password: string, search = "") =>
  visitor.fetch(`${host.origin("compte")}/connexion${search}`, {
    method: "POST",
    headers: { Origin: host.origin("compte") },
    body: new URLSearchParams({ email, password }),
  });

/** Up to the code that the accounts origin gives, which is not used yet. */
async function askCode(visitor: Visitor, email: string, site: string): Promise<string> {
  const { search } = new URL(locationOf(await visitor.fetch(`${host.origin(`${site}.edit`)}/entrer`)));
  await logIn(visitor, email, "un bon mot de passe", search);
  return new URL(locationOf(await visitor.fetch(`${host.origin("compte")}/${search}`))).search;
}

const sessionOf = (visitor: Visitor, site: string) =>
  new Editor(visitor, host.origin(`${site}.edit`)).get("/api/session");

test("from the editing page to the log-in and back, step by step", async () => {
  const { email, password, name } = await host.person("editor");
  const visitor = new Visitor();
  const signedOut = await sessionOf(visitor, "velo");
  expect(signedOut.status).toBe(401);
  expect(await signedOut.json()).toMatchObject({ login: `${host.origin("velo.edit")}/entrer` });

  const begun = await visitor.fetch(`${host.origin("velo.edit")}/entrer`);
  expect(begun.status).toBe(303);
  expect(begun.headers.getSetCookie()).toEqual([expect.stringMatching(/^pivert-entree=.+HttpOnly; SameSite=Lax$/)]);
  const there = new URL(locationOf(begun));
  expect(there.origin).toBe(host.origin("compte"));

  const form = await visitor.fetch(there.href);
  const page = await form.text();
  expect(page).toContain("Pour modifier le site <strong>velo</strong>");
  expect(form.headers.get("Content-Security-Policy")).toContain(`form-action 'self' ${host.origin("velo.edit")};`);
  expect(form.headers.get("Cache-Control")).toBe("no-store");

  const posted = await logIn(visitor, email, password, there.search);
  expect(posted.status).toBe(303);
  expect(posted.headers.getSetCookie()).toEqual([expect.stringMatching(/^pivert-session=.+HttpOnly; SameSite=Lax/i)]);
  const known = await visitor.fetch(host.origin("compte") + locationOf(posted));
  expect(new URL(locationOf(known)).origin).toBe(host.origin("velo.edit"));
  const opened = await visitor.fetch(locationOf(known));
  expect(locationOf(opened)).toBe("/");
  expect(opened.headers.getSetCookie()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^pivert=.+HttpOnly; SameSite=Strict$/)]),
  );
  const session = await sessionOf(visitor, "velo");
  expect(session.headers.get("Cache-Control")).toBe("no-store");
  expect(await session.json()).toMatchObject({ user: { email, name }, site: { url: `${host.origin("velo")}/` } });
  const shown = await visitor.fetch(`${host.origin("velo.edit")}/`);
  expect(await shown.text()).toContain("Édition");
});

test("a wrong password and an unknown account get one answer, and no cookie", async () => {
  const { email } = await host.person("editor");
  const answers = [];
  for (const tried of [email, "personne@nulle-part.example"]) {
    const visitor = new Visitor();
    const refused = await logIn(visitor, tried, "un mauvais mot de passe");
    answers.push((await refused.text()).replaceAll(tried, ""));
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
  }
  expect(answers[0]).toContain("Adresse ou mot de passe incorrect.");
  expect(answers[0]).toBe(answers[1]);
});

test("an address is shown again without becoming markup", async () => {
  const refused = await logIn(new Visitor(), `"><script>alert(1)</script>@x.example`, "un mauvais mot de passe");
  expect(await refused.text()).not.toContain("<script");
});

test.each<[string, string]>([
  ["no password", "email=a@b.example"],
  ["nothing", ""],
  ["too much", `email=a&password=${"x".repeat(20_000)}`],
])("a form with %s is refused", async (_, body) => {
  const refused = await new Visitor().fetch(`${host.origin("compte")}/connexion`, {
    method: "POST",
    headers: { Origin: host.origin("compte"), "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
  expect([400, 413]).toContain(refused.status);
});

test("a code is good once, for its site, in the browser that asked for it", async () => {
  const { email } = await host.person("editor");
  const visitor = new Visitor();
  const code = await askCode(visitor, email, "velo");
  // Somebody else's browser, which has begun an entry of its own.
  const other = new Visitor();
  await other.fetch(`${host.origin("velo.edit")}/entrer`);
  expect(locationOf(await other.fetch(`${host.origin("velo.edit")}/session${code}`))).toBe("/entrer");
  // Whoever shows a code uses it up.
  expect(locationOf(await visitor.fetch(`${host.origin("velo.edit")}/session${code}`))).toBe("/entrer");
  expect((await sessionOf(visitor, "velo")).status).toBe(401);
  const again = await askCode(visitor, email, "velo");
  await visitor.fetch(`${host.origin("autre.edit")}/entrer`);
  expect(locationOf(await visitor.fetch(`${host.origin("autre.edit")}/session${again}`))).toBe("/entrer");
});

test("a link does not log its reader in as somebody else", async () => {
  const { email } = await host.person("editor");
  const attacker = await host.enter(email, "velo");
  const empty = createHash("sha256").update("").digest("base64url");
  const link = locationOf(await attacker.visitor.fetch(`${host.origin("compte")}/?site=velo&challenge=${empty}`));
  expect(link).toContain("/session?code=");
  const victim = new Visitor();
  const opened = await victim.fetch(link);
  expect([locationOf(opened), opened.headers.getSetCookie()]).toEqual(["/entrer", []]);
});

test("logging out ends the session of the page, and at the accounts origin all of them", async () => {
  const { email } = await host.person("host");
  const page = await host.enter(email, "velo");
  const token = page.visitor.cookies.get(new URL(page.origin).host)?.get("pivert") ?? "";
  expect((await page.post("/api/logout", "{}")).status).toBe(200);
  const stolen = await new Visitor().fetch(`${page.origin}/api/session`, { headers: { Cookie: `pivert=${token}` } });
  expect(stolen.status).toBe(401);

  const [velo, autre] = [await host.enter(email, "velo"), await host.enter(email, "autre")];
  expect((await velo.get("/api/session")).status).toBe(200);
  await autre.visitor.fetch(`${host.origin("compte")}/deconnexion`, {
    method: "POST",
    headers: { Origin: host.origin("compte") },
  });
  expect((await autre.get("/api/session")).status).toBe(401);
  expect((await velo.get("/api/session")).status).toBe(200);
});

/** One volunteer of the host, logged in once. */
let volunteer: Promise<Editor> | undefined;
function theHost(): Promise<Editor> {
  volunteer ??= host.person("host").then(({ email }) => host.enter(email, "velo"));
  return volunteer;
}

test.each([
  "https://evil.example",
  "//evil.example",
  "velo.evil.example",
  "velo@evil.example",
  "velo/../autre",
  "velo.localhost:1#",
  "VELO",
  "__proto__",
  "constructor",
  "",
  "velo\r\nSet-Cookie: a=b",
  "compte",
])("site=%j leads nowhere else", async (site) => {
  const { visitor } = await theHost();
  const asked = `${host.origin("compte")}/?${new URLSearchParams({ site, challenge: "a".repeat(43) })}`;
  const answer = await visitor.fetch(asked);
  expect([answer.status, locationOf(answer), answer.headers.getSetCookie()]).toEqual([200, "", []]);
  expect(await answer.text()).toContain(`href="${host.origin("velo.edit")}/entrer"`);
});

test("what was asked for is kept through the log-in, when it is known", async () => {
  const { email, password } = await host.person("host");
  const challenge = "a".repeat(43);
  for (const [search, kept] of [
    [`?site=velo&challenge=${challenge}`, `/?site=velo&challenge=${challenge}`],
    [`?site=//evil.example&challenge=x&next=//evil.example`, "/"],
  ] as const)
    expect(locationOf(await logIn(new Visitor(), email, password, search))).toBe(kept);
});

const FOREIGN: Record<string, string | undefined>[] = [
  { Origin: undefined },
  { Origin: "null" },
  { Origin: "https://evil.example" },
  { Origin: "pas une adresse" },
  { Origin: "public" },
  { Origin: "own", "Sec-Fetch-Site": "cross-site" },
  { Origin: "own", "Sec-Fetch-Site": "same-site" },
  { Origin: "own", "Sec-Fetch-Site": "none" },
];

test.each(["/connexion", "/deconnexion"])("POST %s from elsewhere is refused", async (path) => {
  const { email, password } = await host.person("editor");
  const { visitor } = await host.enter(email, "velo");
  for (const { Origin, ...others } of FOREIGN) {
    const named = Origin === "own" ? host.origin("compte") : Origin === "public" ? host.origin("velo") : Origin;
    const answer = await visitor.fetch(host.origin("compte") + path, {
      method: "POST",
      headers: { ...others, Origin: named },
      body: new URLSearchParams({ email, password }),
    });
    expect([answer.status, answer.headers.getSetCookie()], JSON.stringify({ Origin, ...others })).toEqual([403, []]);
  }
  expect((await sessionOf(visitor, "velo")).status).toBe(200);
});

test("over https all cookies are the host's alone", async () => {
  const app = editingApp({
    site: "velo",
    platform: host.platform,
    bundle: host.root,
    originOf: (name) => `https://${name}.asso.example`,
    secure: true,
  });
  const [cookie] = (await app.request("/entrer")).headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-pivert-entree=/);
  expect(cookie).toMatch(/; Path=\/;.*; Secure/);
  expect(cookie).not.toMatch(/Domain/i);
});

test.each([
  ["evil.example", 421],
  ["absent.localhost", 421],
  ["velo.edit.localhost.evil.example", 421],
  // Not a name at all.
  ["velo.edit.localhost, evil.example", 400],
  ["console.localhost", 404],
])("the host %s is answered %i", async (name, status) => {
  const answer = await new Visitor().fetch(`${host.origin("velo")}/`, {
    headers: { Host: name, "X-Forwarded-Host": "velo.localhost", Forwarded: "host=velo.localhost" },
  });
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([status, []]);
});

test("the bare host lists its sites", async () => {
  const page = await (await new Visitor().fetch(`${host.origin("")}/`)).text();
  expect(page).toContain(`${host.origin("velo")}/`);
});
