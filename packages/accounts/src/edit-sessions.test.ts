import { describe, expect, test } from "vitest";
import { authorise } from "./authorise.ts";
import type { Session } from "./sign-in.ts";
import { testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();

/** A member of the site who is logged in at the accounts origin. */
async function loggedInMember() {
  const { id } = await shared.person();
  await shared.accounts.setRole(id, "velo", "editor");
  const person = await shared.accounts.findPerson({ id });
  if (!person) throw new Error("no person");
  return shared.openSession(person);
}

/** Enters the site's editing origin. */
async function enter(session?: Session) {
  const member = session ?? (await loggedInMember());
  const { verifier, challenge } = shared.accounts.beginEntry();
  const code = await shared.accounts.issueEditCode(member, "velo", challenge);
  const entered = await shared.accounts.redeemEditCode(code, "velo", verifier);
  if (!entered) throw new Error("not entered");
  return { session: member, ...entered, code, verifier };
}

describe("a code", () => {
  test("opens a session on the site's editing origin", async () => {
    const { person, token, maxAgeSeconds } = await enter();
    expect(maxAgeSeconds).toBe(7 * 86_400);
    expect(await shared.accounts.editSessionOf(token, "velo")).toEqual({ site: "velo", person });
    expect(authorise(person, "edit", "velo").allowed).toBe(true);
  });

  test("is of use once, also for two at once", async () => {
    const session = await loggedInMember();
    const { verifier, challenge } = shared.accounts.beginEntry();
    const code = await shared.accounts.issueEditCode(session, "velo", challenge);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shared.accounts.redeemEditCode(code, "velo", verifier)),
    );
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  test.each([
    ["another site", "chorale", undefined, undefined],
    ["another browser", "velo", "x".repeat(43), undefined],
    ["no browser", "velo", "", undefined],
    ["after 30 seconds", "velo", undefined, "31 seconds"],
  ])("is of no use for %s, nor afterwards", async (_, site, otherVerifier, later) => {
    const session = await loggedInMember();
    const { verifier, challenge } = shared.accounts.beginEntry();
    const code = await shared.accounts.issueEditCode(session, "velo", challenge);
    if (later) await shared.database.query("UPDATE edit_code SET expires_at = expires_at - $1::interval", [later]);
    expect(await shared.accounts.redeemEditCode(code, site, otherVerifier ?? verifier)).toBeUndefined();
    expect(await shared.accounts.redeemEditCode(code, "velo", verifier)).toBeUndefined();
  });

  test("of one origin of a site opens no other, and its session is none there", async () => {
    const session = await loggedInMember();
    for (const [asked, other] of [
      ["edit", "apercu"],
      ["apercu", "edit"],
    ] as const) {
      const { verifier, challenge } = shared.accounts.beginEntry();
      const issue = () => shared.accounts.issueEditCode(session, "velo", challenge, asked);
      expect(await shared.accounts.redeemEditCode(await issue(), "velo", verifier, other)).toBeUndefined();
      const opened = await shared.accounts.redeemEditCode(await issue(), "velo", verifier, asked);
      const token = opened?.token ?? "";
      expect(await shared.accounts.editSessionOf(token, "velo", asked)).toBeDefined();
      expect(await shared.accounts.editSessionOf(token, "velo", other)).toBeUndefined();
    }
  });

  test("cannot be guessed or made up", async () => {
    const { verifier } = shared.accounts.beginEntry();
    for (const code of ["", "a", "\0", "x".repeat(43), "' OR true --"])
      expect(await shared.accounts.redeemEditCode(code, "velo", verifier)).toBeUndefined();
  });

  test.each(["chorale", "", "*", "__proto__"])("is refused for a site without a role: « %s »", async (site) => {
    const session = await loggedInMember();
    const { challenge } = shared.accounts.beginEntry();
    await expect(shared.accounts.issueEditCode(session, site, challenge)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is of no use when the role was taken away, or the session ended, meanwhile", async () => {
    for (const end of [
      (personId: string) => shared.accounts.setRole(personId, "velo", undefined),
      (personId: string) => shared.accounts.logOutEverywhere(personId),
    ]) {
      const session = await loggedInMember();
      const { verifier, challenge } = shared.accounts.beginEntry();
      const code = await shared.accounts.issueEditCode(session, "velo", challenge);
      await end(session.person.id);
      expect(await shared.accounts.redeemEditCode(code, "velo", verifier)).toBeUndefined();
    }
  });
});

describe("a session on an editing origin", () => {
  test("is of one site", async () => {
    const { token, session } = await enter();
    await shared.accounts.setRole(session.person.id, "chorale", "admin");
    for (const site of ["chorale", "VELO", "velo2", "", "*"])
      expect(await shared.accounts.editSessionOf(token, site)).toBeUndefined();
  });

  test("knows the role of today", async () => {
    const { token, session } = await enter();
    await shared.accounts.setRole(session.person.id, "velo", "admin");
    const now = await shared.accounts.editSessionOf(token, "velo");
    expect(authorise(now?.person, "settings", "velo").allowed).toBe(true);
    await shared.accounts.setRole(session.person.id, "velo", undefined);
    const later = await shared.accounts.editSessionOf(token, "velo");
    expect(authorise(later?.person, "read", "velo")).toMatchObject({ allowed: false, reason: "no-role" });
  });

  test("ends when it is left", async () => {
    const { token } = await enter();
    await shared.accounts.endEditSession(token, "chorale");
    expect(await shared.accounts.editSessionOf(token, "velo")).toBeDefined();
    await shared.accounts.endEditSession(token, "velo");
    expect(await shared.accounts.editSessionOf(token, "velo")).toBeUndefined();
  });

  test("ends with the log-out at the accounts origin", async () => {
    const { id, email } = await shared.person();
    await shared.accounts.setRole(id, "velo", "editor");
    const { headers, session } = await shared.logIn(email);
    const { token } = await enter(session);
    await shared.accounts.logOut(headers);
    expect(await shared.accounts.editSessionOf(token, "velo")).toBeUndefined();
  });

  test("ends with a log-out everywhere, and with a new password", async () => {
    const [one, other, kept] = [await enter(), await enter(), await enter()];
    await shared.accounts.logOutEverywhere(one.person.id);
    await shared.accounts.setPassword(other.person.id, "le nouveau mot de passe");
    for (const { token } of [one, other]) expect(await shared.accounts.editSessionOf(token, "velo")).toBeUndefined();
    expect(await shared.accounts.editSessionOf(kept.token, "velo")).toBeDefined();
  });

  test("does not outlast the session that it comes from", async () => {
    const session = await loggedInMember();
    await shared.database.query(`UPDATE session SET "expiresAt" = now() + interval '1 hour' WHERE id = $1`, [
      session.id,
    ]);
    const { verifier, challenge } = shared.accounts.beginEntry();
    const code = await shared.accounts.issueEditCode(session, "velo", challenge);
    const entered = await shared.accounts.redeemEditCode(code, "velo", verifier);
    expect(entered?.maxAgeSeconds).toBeGreaterThan(3_590);
    expect(entered?.maxAgeSeconds).toBeLessThanOrEqual(3_600);
  });

  test("is not opened by what the database holds", async () => {
    const { token, code } = await enter();
    const rows = await shared.database.query("SELECT encode(token, 'escape') AS token FROM edit_session");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await shared.database.query("SELECT * FROM edit_code"))).not.toContain(code);
  });
});
