import { randomUUID } from "node:crypto";
import type { Database } from "@pivert/database";
import { authorise, type Person } from "./authorise.ts";
import { AccountError, PERSON_COLUMNS, type PersonRow, personOf } from "./people.ts";
import { digest, newSecret } from "./secrets.ts";

/** A token as it is listed: the secret itself is shown once, when it is made. */
export interface AccessToken {
  id: string;
  site: string;
  /** What the person calls it. Example: `Ordinateur du local`. */
  name: string;
  createdAt: Date;
  /** The day of its last use. */
  usedOn: string | undefined;
}

/** Passwords for git over HTTP, each of one person and one site. */
export interface AccessTokens {
  /** @throws AccountError `forbidden`, `invalid` */
  createToken(person: Person, site: string, name: string): Promise<{ id: string; token: string }>;
  /** Whose token it is; what they may do is for `authorise` to say, with their role of today. */
  verifyToken(token: string, site: string): Promise<Person | undefined>;
  /** Those of all sites, by site. */
  tokensOf(person: Person): Promise<AccessToken[]>;
  /** Only the person's own. */
  revokeToken(person: Person, id: string): Promise<void>;
}

interface Dates {
  created_at: Date;
  used_on: string | null;
}

/** Tells what it is to whoever finds one, and to scanners of leaked secrets. */
const PREFIX = "pivert_";

export function openAccessTokens(database: Database): AccessTokens {
  return {
    async createToken(person, site, name) {
      const decision = authorise(person, "create-token", site);
      if (!decision.allowed) throw new AccountError("forbidden", decision.message);
      if (!/^[^\p{Cc}\u2028\u2029]{1,80}$/u.test(name))
        throw new AccountError("invalid", "Le nom doit tenir sur une ligne de 80 caractères.");
      const id = randomUUID();
      const token = PREFIX + newSecret();
      await database.query("INSERT INTO access_token (id, token, person, site, name) VALUES ($1, $2, $3, $4, $5)", [
        id,
        digest(token),
        person.id,
        site,
        name,
      ]);
      return { id, token };
    },
    async verifyToken(token, site) {
      if (!token.startsWith(PREFIX)) return undefined;
      const [row] = await database.query<PersonRow & { token_id: string; used_today: boolean }>(
        `SELECT ${PERSON_COLUMNS}, access_token.id AS token_id, used_on IS NOT DISTINCT FROM current_date AS used_today
         FROM access_token JOIN person ON person.id = access_token.person
         WHERE access_token.token = $1 AND access_token.site = $2`,
        [digest(token), site],
      );
      if (!row) return undefined;
      if (!row.used_today)
        await database.query("UPDATE access_token SET used_on = current_date WHERE id = $1", [row.token_id]);
      return personOf(row);
    },
    async tokensOf(person) {
      const rows = await database.query<Pick<AccessToken, "id" | "site" | "name"> & Dates>(
        `SELECT id, site, name, created_at, to_char(used_on, 'YYYY-MM-DD') AS used_on
         FROM access_token WHERE person = $1 ORDER BY site, created_at`,
        [person.id],
      );
      return rows.map(({ id, site, name, created_at, used_on }) => ({
        id,
        site,
        name,
        createdAt: created_at,
        usedOn: used_on ?? undefined,
      }));
    },
    async revokeToken(person, id) {
      await database.query("DELETE FROM access_token WHERE id::text = $1 AND person = $2", [id, person.id]);
    },
  };
}
