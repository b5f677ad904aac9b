import { beforeEach, describe, expect, test } from "vitest";
import { cookieHeaders, ORIGIN, PASSWORD, testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();
beforeEach(() => shared.database.query("DELETE FROM sign_in_attempt"));

interface Change {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A log-in as the accounts page sends it, with a change. */
function request(email: string, { method = "POST", path = "/auth/sign-in", headers = {}, body }: Change = {}) {
  const all = { origin: ORIGIN, "content-type": "application/json", ...headers };
  return new Request(ORIGIN + path, {
    method,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")),
    ...(method === "GET" || method === "HEAD" ? {} : { body: body ?? JSON.stringify({ email, password: PASSWORD }) }),
  });
}
const send = (...parameters: Parameters<typeof request>) =>
  shared.accounts.handleAuthRequest(request(...parameters), "198.51.100.1");

test("logs in, says who is there, logs out", async () => {
  const { email, name } = await shared.person();
  const loggedIn = await send(email);
  expect([loggedIn.status, await loggedIn.json()]).toEqual([200, { ok: true }]);
  const cookie = cookieHeaders(loggedIn.headers.getSetCookie()).get("cookie") ?? "";
  const session = () => send("", { method: "GET", path: "/auth/session", headers: { cookie } });
  const answer = await session();
  expect(await answer.json()).toEqual({ name, email });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const loggedOut = await send("", { path: "/auth/sign-out", headers: { cookie }, body: "{}" });
  expect(loggedOut.headers.getSetCookie().join()).toMatch(/Max-Age=0/);
  expect(await (await session()).json()).toBeNull();
});

describe("a request of another site", () => {
  const origins = {
    none: "",
    null: "null",
    "a stranger": "https://evil.example",
    "a site of the host": "https://velo.asso.example",
    "an editing origin": "https://velo.edit.asso.example",
    "a longer name": "https://compte.asso.example.evil.example",
    "a shorter name": "https://asso.example",
    "another port": `${ORIGIN}:8443`,
    "without https": "http://compte.asso.example",
    "in capitals": "https://COMPTE.asso.example",
    "two of them": `${ORIGIN}, https://evil.example`,
  };
  const routes: [string, string][] = [
    ["/auth/sign-in", ""],
    ["/auth/sign-out", "{}"],
    ["/auth/change-password", JSON.stringify({ current: PASSWORD, next: "le nouveau mot de passe" })],
  ];
  test.each(Object.entries(origins))("%s is refused on every route", async (_, origin) => {
    const { email } = await shared.person();
    const { headers } = await shared.logIn(email);
    for (const [path, body] of routes) {
      const answer = await send(email, {
        path,
        headers: { origin, cookie: headers.get("cookie") ?? "" },
        ...(body ? { body } : {}),
      });
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
    expect(await shared.accounts.sessionOf(headers)).toBeDefined();
  });

  test.each(["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"])(
    "as a form could send it: %s",
    async (type) => {
      const { email } = await shared.person();
      expect((await send(email, { headers: { "content-type": type } })).status).toBe(415);
    },
  );
});

describe("closed", () => {
  test.each([
    "/auth/sign-up/email",
    "/auth/sign-in/email",
    "/auth/sign-in/social",
    "/auth/get-session",
    "/auth/update-user",
    "/auth/change-email",
    "/auth/delete-user",
    "/auth/list-sessions",
    "/auth/request-password-reset",
    "/auth/reset-password",
    "/auth/verify-email",
    "/auth/error",
    "/auth/ok",
    "/auth/",
    "/auth/sign-in/",
    "/auth//sign-in",
    "/auth/%73ign-in",
    "/auth/../auth/sign-up/email",
    "/__proto__",
    "/",
  ])("%s", async (path) => {
    for (const method of ["GET", "POST"]) {
      const answer = await send("camille@velo.example", { path, method });
      expect([method, answer.status]).toEqual([method, 404]);
    }
  });

  test.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s where a page posts", async (method) => {
    expect((await send("camille@velo.example", { method })).status).toBe(405);
  });
});

describe("a body", () => {
  test.each([
    ["", 400],
    ["null", 400],
    ["[]", 400],
    ["{", 400],
    ['"text"', 400],
    [JSON.stringify({ email: "camille@velo.example" }), 400],
    [JSON.stringify({ email: ["camille@velo.example"], password: { length: 12 } }), 400],
    [JSON.stringify({ email: "x".repeat(20_000), password: PASSWORD }), 413],
    [JSON.stringify({ email: "nobody@velo.example", password: PASSWORD }), 401],
  ])("%s is answered by %i", async (body, status) => {
    expect((await send("", { body })).status).toBe(status);
  });

  test("that never ends is cut", async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("x".repeat(1_000))),
    });
    const endlessRequest = new Request(`${ORIGIN}/auth/sign-in`, {
      method: "POST",
      headers: { origin: ORIGIN, "content-type": "application/json" },
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect((await shared.accounts.handleAuthRequest(endlessRequest, "198.51.100.1")).status).toBe(413);
  });
});

test("too many failures are told how long to wait, and what a client says of its address changes nothing", async () => {
  const { email } = await shared.person();
  const guess = (index: number) =>
    send(email, {
      headers: { "x-forwarded-for": `203.0.113.${index}`, forwarded: `for=203.0.113.${index}` },
      body: JSON.stringify({ email, password: `essai ${index} au hasard` }),
    });
  const answers = [];
  for (let index = 0; index < 7; index++) answers.push(await guess(index));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429]);
  const last = answers.at(-1);
  expect(last?.headers.get("retry-after")).toBe("2");
  expect(await last?.json()).toEqual({ code: "too-soon", message: "Trop d’essais. Réessayez dans 2 secondes." });
  // Even the right password waits.
  expect((await send(email)).status).toBe(429);
});
