import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@pivert/database";
import { afterAll, beforeAll } from "vitest";
import type { Person } from "../authorise.ts";
import { type Accounts, openAccounts } from "../open-accounts.ts";
import type { Session } from "../sign-in.ts";

export const ORIGIN = "https://compte.asso.example";
export const PASSWORD = "un bon mot de passe";

/** Accounts on an embedded PostgreSQL of their own, for the tests of a file. */
export function testAccounts(origin: string = ORIGIN) {
  const folder = mkdtempSync(join(tmpdir(), "pivert-accounts-"));
  let database: Database;
  let accounts: Accounts;
  let people = 0;
  beforeAll(async () => {
    database = await openDatabase({ folder: join(folder, "database") });
    accounts = await openAccounts({ database, origin, secretFile: join(folder, "secret") });
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    get database() {
      return database;
    },
    get accounts() {
      return accounts;
    },
    /** A person whom no other test knows. All have one password, so that it is hashed once. */
    async person(name = "Camille Moreau"): Promise<Person> {
      const email = `person-${++people}@velo.example`;
      if (people === 1) return accounts.createPerson({ name, email, password: PASSWORD });
      const id = `person-${people}`;
      await database.query(
        `WITH made AS (INSERT INTO person ("id", "name", "email", "emailVerified") VALUES ($1, $2, $3, true))
         INSERT INTO credential ("id", "accountId", "providerId", "userId", "password", "updatedAt")
         SELECT $1, $1, 'credential', $1, "password", now() FROM credential
         WHERE "userId" = (SELECT id FROM person WHERE email = 'person-1@velo.example')`,
        [id, name, email],
      );
      return { id, name, email, isHost: false, roles: new Map() };
    },
    /** A session as a log-in makes it, without the work of it. */
    async openSession(person: Person): Promise<Session> {
      const id = `session-${++people}`;
      await database.query(
        `INSERT INTO session ("id", "token", "userId", "expiresAt", "updatedAt")
         VALUES ($1, $1, $2, now() + interval '30 days', now())`,
        [id, person.id],
      );
      return { id, person };
    },
    /** Logs the person in; gives the headers of further requests and the session. */
    async logIn(email: string, headers = new Headers()) {
      const outcome = await accounts.logIn(email, PASSWORD, { headers, address: `192.0.2.${people}` });
      if (!outcome.ok) throw new Error(outcome.message);
      const loggedIn = cookieHeaders(outcome.cookies);
      const session = await accounts.sessionOf(loggedIn);
      if (!session) throw new Error("no session");
      return { headers: loggedIn, session, cookies: outcome.cookies };
    },
  };
}

/** What a browser sends back after these `Set-Cookie`. */
export function cookieHeaders(cookies: readonly string[]): Headers {
  const pairs = cookies.filter((cookie) => !/max-age=0/i.test(cookie)).map((cookie) => cookie.split(";")[0]);
  return new Headers({ cookie: pairs.join("; ") });
}
