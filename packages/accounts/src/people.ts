import { randomUUID } from "node:crypto";
import type { Database } from "@pivert/database";
import { hashPassword } from "better-auth/crypto";
import type { Person, SiteRole } from "./authorise.ts";

export interface NewPerson {
  /** As it is shown and written into git's history. Example: `Camille Moreau`. */
  name: string;
  email: string;
  password: string;
}

export interface Member {
  person: Person;
  role: SiteRole;
}

/** The accounts and their roles. */
export interface People {
  /** @throws AccountError `email-taken`, `invalid` */
  createPerson(person: NewPerson): Promise<Person>;
  findPerson(by: { id: string } | { email: string }): Promise<Person | undefined>;
  /** Removes the account with its sessions, roles and tokens. */
  removePerson(id: string): Promise<void>;
  /** Sets a new password; every session of the person ends. */
  setPassword(id: string, password: string): Promise<void>;
  /** Gives the person this role on the site, instead of any other; none takes it away. */
  setRole(id: string, site: string, role: SiteRole | undefined): Promise<void>;
  setHost(id: string, isHost: boolean): Promise<void>;
  membersOf(site: string): Promise<Member[]>;
}

export type AccountErrorCode =
  /** Another account has this e-mail address. */
  | "email-taken"
  /** A name, address, password or site that cannot be. */
  | "invalid"
  /** The person may not do this. */
  | "forbidden";

/** Why an account cannot be made or changed, in French for who asked. */
export class AccountError extends Error {
  readonly code: AccountErrorCode;
  constructor(code: AccountErrorCode, message: string) {
    super(message);
    this.name = "AccountError";
    this.code = code;
  }
}

export const PASSWORD_LENGTH = { min: 10, max: 128 };
const ALL_SITES = "*";

/** The columns that {@link personOf} reads, in a query where `person` is a table. */
export const PERSON_COLUMNS = `person.id, person.name, person.email,
  (SELECT coalesce(json_object_agg(site, role), '{}') FROM membership WHERE membership.person = person.id) AS roles`;

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  roles: Record<string, string>;
}

export function personOf({ id, name, email, roles }: PersonRow): Person {
  const sites = Object.entries(roles).filter(([site]) => site !== ALL_SITES) as [string, SiteRole][];
  return { id, name, email, isHost: Object.hasOwn(roles, ALL_SITES), roles: new Map(sites) };
}

export function openPeople(database: Database): People {
  const findPerson: People["findPerson"] = async (by) => {
    const [column, value] = "id" in by ? ["id", by.id] : ["email", by.email.toLowerCase()];
    const [row] = await database.query<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM person WHERE person.${column} = $1`, [
      value,
    ]);
    return row && personOf(row);
  };
  return {
    findPerson,
    async createPerson({ name, email, password }) {
      checkName(name);
      checkEmail(email);
      const hash = await hashNewPassword(password);
      const id = randomUUID();
      const created = await database.transaction(async (query) => {
        const rows = await query(
          `INSERT INTO person ("id", "name", "email", "emailVerified") VALUES ($1, $2, $3, true)
           ON CONFLICT ("email") DO NOTHING RETURNING id`,
          [id, name, email.toLowerCase()],
        );
        if (rows.length > 0)
          await query(
            `INSERT INTO credential ("id", "accountId", "providerId", "userId", "password", "updatedAt")
             VALUES ($1, $2, 'credential', $2, $3, now())`,
            [randomUUID(), id, hash],
          );
        return rows.length > 0;
      });
      if (!created) throw new AccountError("email-taken", `Un compte existe déjà pour ${email}.`);
      return { id, name, email: email.toLowerCase(), isHost: false, roles: new Map() };
    },
    async removePerson(id) {
      await database.query("DELETE FROM person WHERE id = $1", [id]);
    },
    async setPassword(id, password) {
      const hash = await hashNewPassword(password);
      await database.transaction(async (query) => {
        await query(
          `UPDATE credential SET "password" = $2, "updatedAt" = now() WHERE "userId" = $1 AND "providerId" = 'credential'`,
          [id, hash],
        );
        await query(`DELETE FROM session WHERE "userId" = $1`, [id]);
      });
    },
    async setRole(id, site, role) {
      checkSite(site);
      if (role)
        await database.query(
          `INSERT INTO membership (person, site, role) VALUES ($1, $2, $3)
           ON CONFLICT (person, site) DO UPDATE SET role = $3`,
          [id, site, role],
        );
      else await database.query("DELETE FROM membership WHERE person = $1 AND site = $2", [id, site]);
    },
    async setHost(id, isHost) {
      if (isHost)
        await database.query(
          "INSERT INTO membership (person, site, role) VALUES ($1, $2, 'host') ON CONFLICT DO NOTHING",
          [id, ALL_SITES],
        );
      else await database.query("DELETE FROM membership WHERE person = $1 AND site = $2", [id, ALL_SITES]);
    },
    async membersOf(site) {
      checkSite(site);
      const rows = await database.query<PersonRow & { role: SiteRole }>(
        `SELECT ${PERSON_COLUMNS}, member.role FROM membership member JOIN person ON person.id = member.person
         WHERE member.site = $1 ORDER BY person.name, person.id`,
        [site],
      );
      return rows.map((row) => ({ person: personOf(row), role: row.role }));
    },
  };
}

function hashNewPassword(password: string): Promise<string> {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min || password.length > max)
    throw new AccountError("invalid", `Le mot de passe doit avoir de ${min} à ${max} caractères.`);
  return hashPassword(password);
}

/** A name goes into git's history and into mails: one line, without what they read as marks. */
function checkName(name: string): void {
  if (!/^[^\p{Cc}\u2028\u2029<>]{1,120}$/u.test(name) || name.trim() === "")
    throw new AccountError("invalid", "Le nom doit tenir sur une ligne de 120 caractères, sans < ni >.");
}

function checkEmail(email: string): void {
  if (email.length > 254 || !/^[^\s@<>,;:"\\()[\]\p{Cc}]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/iu.test(email))
    throw new AccountError("invalid", `« ${email} » n’est pas une adresse électronique.`);
}

/** A site's name is a part of its host name. */
export function checkSite(site: string): void {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(site))
    throw new AccountError("invalid", `« ${site} » n’est pas un nom de site : des minuscules, chiffres et tirets.`);
}
