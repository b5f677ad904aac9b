import { describe, expect, test } from "vitest";
import { openAccounts } from "./open-accounts.ts";
import { cookieHeaders, PASSWORD, testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();
const client = (headers = new Headers(), address = "198.51.100.1") => ({ headers, address });
const ROUNDS = process.env.PIVERT_LONG ? 500 : 15;
/** Failures of one test are not those of the next. */
const forgetAttempts = () => shared.database.query("DELETE FROM sign_in_attempt");

describe("logging in", () => {
  test("opens a session of the accounts origin alone", async () => {
    const person = await shared.person();
    const { session, cookies } = await shared.logIn(person.email);
    expect(session.person).toEqual(person);
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-pivert-session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  test("without https, as on a laptop, the cookie has a plain name", async () => {
    const local = await openAccounts({
      database: shared.database,
      origin: "http://compte.localhost:8080",
      secretFile: `${shared.folder}/secret`,
    });
    const { email } = await shared.person();
    const outcome = await local.logIn(email, PASSWORD, client());
    expect(outcome).toEqual({
      ok: true,
      cookies: [expect.stringMatching(/^pivert-session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)],
    });
  });

  test("knows the address in any case and with spaces around", async () => {
    const { email } = await shared.person();
    expect((await shared.accounts.logIn(` ${email.toUpperCase()} `, PASSWORD, client())).ok).toBe(true);
  });

  test.each([
    ["a wrong password", (email: string) => [email, "un autre mot de passe"]],
    ["no password", (email: string) => [email, ""]],
    ["an endless password", (email: string) => [email, "x".repeat(5_000)]],
    ["an unknown address", () => ["nobody@velo.example", PASSWORD]],
    ["what is no address", () => ["nobody", PASSWORD]],
    ["SQL", () => ["' OR 1=1 --", PASSWORD]],
    ["a NUL", () => ["a\0b@velo.example", PASSWORD]],
    ["nothing", () => ["", ""]],
  ] as const)("%s gets the same answer", async (_, credentials) => {
    await forgetAttempts();
    const { email } = await shared.person();
    const [address = "", password = ""] = credentials(email);
    expect(await shared.accounts.logIn(address, password, client())).toEqual({
      ok: false,
      status: 401,
      code: "wrong",
      message: "Adresse ou mot de passe incorrect.",
    });
  });

  test("a wrong password takes as long as an unknown address", async () => {
    const { email } = await shared.person();
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < ROUNDS; round++)
      for (const [kind, address] of [
        ["known", email],
        ["unknown", `nobody-${round % 2}@velo.example`],
      ] as const) {
        await forgetAttempts();
        const start = performance.now();
        await shared.accounts.logIn(address, "un autre mot de passe", client());
        times[kind].push(performance.now() - start);
      }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const [known, unknown] = [median(times.known), median(times.unknown)];
    console.log(`wrong password ${known.toFixed(1)} ms, unknown address ${unknown.toFixed(1)} ms`);
    // Without a password to compare, an unknown address would be answered fifty times sooner.
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(4);
  }, 600_000);
});

describe("a session", () => {
  test("is a new one at each log-in, and ends the one before in the same browser", async () => {
    const { email } = await shared.person();
    const first = await shared.logIn(email);
    const second = await shared.logIn(email, first.headers);
    expect(second.session.id).not.toBe(first.session.id);
    expect(await shared.accounts.sessionOf(first.headers)).toBeUndefined();
    expect(await shared.accounts.sessionOf(second.headers)).toBeDefined();
  });

  test("is not one that somebody else put into the browser", async () => {
    const { email } = await shared.person();
    const planted = new Headers({ cookie: "__Host-pivert-session=planted.c2lnbmF0dXJl" });
    const { headers } = await shared.logIn(email, planted);
    expect(headers.get("cookie")).not.toContain("planted");
    expect(await shared.accounts.sessionOf(planted)).toBeUndefined();
  });

  test("does not open with a changed, truncated, unsigned or foreign cookie", async () => {
    const { email } = await shared.person();
    const { headers } = await shared.logIn(email);
    const cookie = headers.get("cookie") ?? "";
    const [name = "", value = ""] = cookie.split("=");
    const [{ token } = { token: "" }] = await shared.database.query<{ token: string }>(
      'SELECT token FROM session ORDER BY "createdAt" DESC LIMIT 1',
    );
    for (const forged of [
      `${name}=${value.slice(0, -8)}AAAAAA%3D`,
      `${name}=${value.slice(0, 20)}`,
      // What the database holds is not enough.
      `${name}=${token}`,
      `${name}=${token}.${token}`,
      `pivert-session=${value}`,
      `__Secure-pivert-session=${value}`,
      `${name}=`,
    ])
      expect([forged, await shared.accounts.sessionOf(new Headers({ cookie: forged }))]).toEqual([forged, undefined]);
    expect(await shared.accounts.sessionOf(headers)).toBeDefined();
  });

  test("ends when its time is over", async () => {
    const { email } = await shared.person();
    const { headers, session } = await shared.logIn(email);
    await shared.database.query(`UPDATE session SET "expiresAt" = now() - interval '1 second' WHERE id = $1`, [
      session.id,
    ]);
    expect(await shared.accounts.sessionOf(headers)).toBeUndefined();
  });

  test("ends with a log-out, which removes the cookie", async () => {
    const { email } = await shared.person();
    const { headers } = await shared.logIn(email);
    const cookies = await shared.accounts.logOut(headers);
    expect(cookies.find((cookie) => cookie.startsWith("__Host-pivert-session="))).toMatch(/Max-Age=0/);
    expect(await shared.accounts.sessionOf(headers)).toBeUndefined();
  });

  test("ends in all browsers with a log-out everywhere, and for nobody else", async () => {
    const [one, other] = [await shared.person(), await shared.person()];
    const sessions = [await shared.logIn(one.email), await shared.logIn(one.email)];
    const { headers: kept } = await shared.logIn(other.email);
    await shared.accounts.logOutEverywhere(one.id);
    for (const { headers } of sessions) expect(await shared.accounts.sessionOf(headers)).toBeUndefined();
    expect(await shared.accounts.sessionOf(kept)).toBeDefined();
  });

  test("ends when the host sets a new password, and with the account", async () => {
    const person = await shared.person();
    const { headers } = await shared.logIn(person.email);
    await shared.accounts.setPassword(person.id, "le nouveau mot de passe");
    expect(await shared.accounts.sessionOf(headers)).toBeUndefined();
    expect((await shared.accounts.logIn(person.email, PASSWORD, client())).ok).toBe(false);
    const outcome = await shared.accounts.logIn(person.email, "le nouveau mot de passe", client());
    if (!outcome.ok) throw new Error(outcome.message);
    await shared.accounts.removePerson(person.id);
    expect(await shared.accounts.sessionOf(cookieHeaders(outcome.cookies))).toBeUndefined();
  });
});

describe("changing one's password", () => {
  test("ends the other sessions and replaces this one", async () => {
    const { email } = await shared.person();
    const other = await shared.logIn(email);
    const { headers } = await shared.logIn(email);
    const outcome = await shared.accounts.changePassword(PASSWORD, "le nouveau mot de passe", client(headers));
    if (!outcome.ok) throw new Error(outcome.message);
    for (const old of [other.headers, headers]) expect(await shared.accounts.sessionOf(old)).toBeUndefined();
    expect(await shared.accounts.sessionOf(cookieHeaders(outcome.cookies))).toBeDefined();
    expect((await shared.accounts.logIn(email, "le nouveau mot de passe", client())).ok).toBe(true);
  });

  test("needs a session, the present password and a good new one", async () => {
    const { email } = await shared.person();
    const { headers } = await shared.logIn(email);
    const change = (current: string, next: string, of = headers) =>
      shared.accounts.changePassword(current, next, client(of));
    expect(await change(PASSWORD, "le nouveau mot de passe", new Headers())).toMatchObject({ code: "signed-out" });
    expect(await change("faux mot de passe", "le nouveau mot de passe")).toMatchObject({ code: "bad-password" });
    expect(await change(PASSWORD, "court")).toMatchObject({ code: "bad-password" });
    for (let guess = 0; guess < 5; guess++) await change(`essai ${guess} au hasard`, "le nouveau mot de passe");
    expect(await change(PASSWORD, "le nouveau mot de passe")).toMatchObject({ code: "too-soon" });
    expect(await shared.accounts.sessionOf(headers)).toBeDefined();
  });
});
