import type { Database } from "@pivert/database";
import type { Person } from "./authorise.ts";
import { AUTH_PATH, type AuthOptions, openBetterAuth } from "./better-auth.ts";
import { PASSWORD_LENGTH, PERSON_COLUMNS, type PersonRow, personOf } from "./people.ts";
import { beginAttempt } from "./sign-in-attempts.ts";

/** A person on the accounts origin. */
export interface Session {
  id: string;
  person: Person;
}

/** The request that somebody logs in with. Its origin has been checked: it comes from a page of the accounts origin. */
export interface Client {
  headers: Headers;
  /** As the server knows it; headers are not believed. */
  address: string;
}

export type SignInOutcome =
  /** `cookies` are values of `Set-Cookie`. */
  | { ok: true; cookies: string[] }
  | {
      ok: false;
      status: 400 | 401 | 429;
      code: "wrong" | "too-soon" | "signed-out" | "bad-password";
      /** For the person. */
      message: string;
      /** After how long another try is accepted. */
      waitSeconds?: number;
    };

export interface SignIn {
  /** Opens a session. One answer whether the account does not exist or has another password. */
  logIn(email: string, password: string, client: Client): Promise<SignInOutcome>;
  /** Ends the session of a request, and those on editing origins that came from it. @returns values of `Set-Cookie` */
  logOut(headers: Headers): Promise<string[]>;
  /** Sets a new password for who knows the present one; all their other sessions end. */
  changePassword(current: string, next: string, client: Client): Promise<SignInOutcome>;
  /** Who a request to the accounts origin comes from. */
  sessionOf(headers: Headers): Promise<Session | undefined>;
  /** Ends every session of the person, on the accounts origin and on all editing origins. */
  logOutEverywhere(personId: string): Promise<void>;
}

const WRONG = { ok: false, status: 401, code: "wrong", message: "Adresse ou mot de passe incorrect." } as const;
const SIGNED_OUT = { ok: false, status: 401, code: "signed-out", message: "Connectez-vous pour continuer." } as const;
const BAD_PASSWORD = {
  ok: false,
  status: 400,
  code: "bad-password",
  message: `Le mot de passe actuel est incorrect, ou le nouveau n’a pas de ${PASSWORD_LENGTH.min} à ${PASSWORD_LENGTH.max} caractères.`,
} as const;

export function openSignIn(database: Database, options: AuthOptions): SignIn {
  const auth = openBetterAuth(database, options);
  const post = async (path: string, body: object, { headers }: Pick<Client, "headers">): Promise<Response> => {
    const own = new Headers({ "content-type": "application/json", origin: options.origin });
    // Nothing else that a client may say of itself.
    for (const name of ["cookie", "user-agent"]) own.set(name, headers.get(name) ?? "");
    const answer = await auth.handler(
      new Request(options.origin + AUTH_PATH + path, { method: "POST", headers: own, body: JSON.stringify(body) }),
    );
    if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status} to ${path}`);
    return answer;
  };
  const sessionOf: SignIn["sessionOf"] = async (headers) => {
    const found = await auth.api.getSession({ headers });
    if (!found) return undefined;
    const [row] = await database.query<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM person WHERE person.id = $1`, [
      found.user.id,
    ]);
    return row && { id: found.session.id, person: personOf(row) };
  };

  return {
    sessionOf,
    async logIn(email, password, client) {
      const attempt = await beginAttempt(database, email, client.address);
      if ("waitSeconds" in attempt) return tooSoon(attempt.waitSeconds);
      const before = await sessionOf(client.headers);
      const answer = await post("/sign-in/email", { email: email.trim(), password }, client);
      if (!answer.ok) return WRONG;
      await attempt.succeeded();
      if (before) await database.query("DELETE FROM session WHERE id = $1", [before.id]);
      return { ok: true, cookies: answer.headers.getSetCookie() };
    },
    async logOut(headers) {
      return (await post("/sign-out", {}, { headers })).headers.getSetCookie();
    },
    async changePassword(current, next, client) {
      const session = await sessionOf(client.headers);
      if (!session) return SIGNED_OUT;
      // Who finds an open session must not guess the password there either.
      const attempt = await beginAttempt(database, session.person.email, client.address);
      if ("waitSeconds" in attempt) return tooSoon(attempt.waitSeconds);
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
      const answer = await post("/change-password", body, client);
      if (!answer.ok) return BAD_PASSWORD;
      await attempt.succeeded();
      return { ok: true, cookies: answer.headers.getSetCookie() };
    },
    async logOutEverywhere(personId) {
      await database.query(`DELETE FROM session WHERE "userId" = $1`, [personId]);
    },
  };
}

function tooSoon(waitSeconds: number): SignInOutcome {
  const message = `Trop d’essais. Réessayez dans ${waitSeconds} ${waitSeconds > 1 ? "secondes" : "seconde"}.`;
  return { ok: false, status: 429, code: "too-soon", message, waitSeconds };
}
