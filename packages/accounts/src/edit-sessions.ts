import type { Database } from "@pivert/database";
import { authorise, type Person } from "./authorise.ts";
import { AccountError, PERSON_COLUMNS, type PersonRow, personOf } from "./people.ts";
import { digest, newSecret } from "./secrets.ts";
import type { Session } from "./sign-in.ts";

/** The origins of a site where people log in: where they write, and where drafts are shown. */
export type SessionOrigin = "edit" | "apercu";

/** A person on the editing origin of one site, or on that of its previews. */
export interface EditSession {
  site: string;
  person: Person;
}

/**
 * How a person who is logged in at the accounts origin gets a session on a site's editing origin, or on the one that
 * shows its drafts (a session of the one is none on the other):
 * 1. the editing origin calls {@link EditSessions.beginEntry}, keeps the verifier in a short-lived cookie of its own, and
 *    sends the browser to the accounts origin with the challenge;
 * 2. the accounts origin, which knows the person, answers with a code from {@link EditSessions.issueEditCode};
 * 3. the editing origin gives code and verifier to {@link EditSessions.redeemEditCode} and keeps the token in a cookie of
 *    that host alone (`__Host-` on https, `HttpOnly`).
 * A code is of use in the browser that began only: a link to somebody else's session logs nobody in.
 */
export interface EditSessions {
  beginEntry(): { verifier: string; challenge: string };
  /**
   * A code for one use within 30 seconds.
   * @throws AccountError `forbidden` when the person has no role on the site
   */
  issueEditCode(session: Session, site: string, challenge: string, origin?: SessionOrigin): Promise<string>;
  /** Opens the session; nothing when the code was used, is too old, or is of another site or browser. */
  redeemEditCode(
    code: string,
    site: string,
    verifier: string,
    origin?: SessionOrigin,
  ): Promise<{ person: Person; token: string; maxAgeSeconds: number } | undefined>;
  /** Who a token of the site's editing origin is of. What they may do is for `authorise` to say. */
  editSessionOf(token: string, site: string, origin?: SessionOrigin): Promise<EditSession | undefined>;
  endEditSession(token: string, site: string): Promise<void>;
}

const CODE_SECONDS = 30;
const SESSION_SECONDS = 7 * 86_400;

export function openEditSessions(database: Database): EditSessions {
  return {
    beginEntry() {
      const verifier = newSecret();
      return { verifier, challenge: digest(verifier).toString("base64url") };
    },
    async issueEditCode(session, site, challenge, origin = "edit") {
      const decision = authorise(session.person, "read", site);
      if (!decision.allowed) throw new AccountError("forbidden", decision.message);
      const code = newSecret();
      await database.query(
        `INSERT INTO edit_code (code, challenge, site, origin, session, expires_at)
         VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')`,
        [digest(code), Buffer.from(challenge, "base64url"), site, origin, session.id, CODE_SECONDS],
      );
      return code;
    },
    async redeemEditCode(code, site, verifier, origin = "edit") {
      return database.transaction(async (query) => {
        // Whoever presents a code uses it up, even with the wrong site.
        const [used] = await query<{ session: string; valid: boolean }>(
          `DELETE FROM edit_code WHERE code = $1
           RETURNING session, expires_at > now() AND site = $2 AND challenge = $3 AND origin = $4 AS valid`,
          [digest(code), site, digest(verifier), origin],
        );
        if (!used?.valid) return undefined;
        const token = newSecret();
        const [row] = await query<PersonRow & { seconds: number }>(
          `WITH opened AS (
             INSERT INTO edit_session (token, site, origin, session, expires_at)
             SELECT $1, $2, $5, id, least("expiresAt", now() + $4 * interval '1 second')
             FROM session WHERE id = $3 AND "expiresAt" > now()
             RETURNING session, expires_at
           )
           SELECT ${PERSON_COLUMNS}, extract(epoch FROM opened.expires_at - now())::int AS seconds
           FROM opened JOIN session ON session.id = opened.session JOIN person ON person.id = session."userId"`,
          [digest(token), site, used.session, SESSION_SECONDS, origin],
        );
        if (!row) return undefined;
        const person = personOf(row);
        // The role may have been taken away since the code was issued.
        if (!authorise(person, "read", site).allowed) return undefined;
        return { person, token, maxAgeSeconds: row.seconds };
      });
    },
    async editSessionOf(token, site, origin = "edit") {
      const [row] = await database.query<PersonRow>(
        `SELECT ${PERSON_COLUMNS} FROM edit_session
         JOIN session ON session.id = edit_session.session JOIN person ON person.id = session."userId"
         WHERE edit_session.token = $1 AND edit_session.site = $2 AND edit_session.origin = $3
           AND edit_session.expires_at > now() AND session."expiresAt" > now()`,
        [digest(token), site, origin],
      );
      return row && { site, person: personOf(row) };
    },
    async endEditSession(token, site) {
      await database.query("DELETE FROM edit_session WHERE token = $1 AND site = $2", [digest(token), site]);
    },
  };
}
