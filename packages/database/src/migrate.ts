import { createHash } from "node:crypto";
import { DatabaseError } from "./database-error.ts";
import type { Database } from "./open-database.ts";

/** One change of the tables. Once released it is never edited: a further change is a further migration. */
export interface Migration {
  /** Example: `001-people`. */
  name: string;
  sql: string;
}

/** Held while tables change, so that processes that start at once do it one after the other. */
const LOCK = 7_481_035_912;

/**
 * Applies, in order, those migrations of an area (`accounts`, for one) that the database does not have yet. All of them
 * or, when one fails, none.
 * @throws DatabaseError `migration-changed`
 */
export async function migrate(database: Database, area: string, migrations: readonly Migration[]): Promise<void> {
  await database.transaction(async (query) => {
    await query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await query(
      `CREATE TABLE IF NOT EXISTS migration (
        area text, name text, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (area, name)
      )`,
    );
    const applied = await query<{ name: string; digest: string }>(
      "SELECT name, digest FROM migration WHERE area = $1",
      [area],
    );
    const digests = new Map(applied.map(({ name, digest }) => [name, digest]));
    for (const { name, sql } of migrations) {
      const digest = createHash("sha256").update(sql).digest("hex");
      const known = digests.get(name);
      if (known === digest) continue;
      if (known !== undefined)
        throw new DatabaseError(
          "migration-changed",
          `The migration ${area}/${name} is not the one this database was made with. Restore its text, and write the change as a new migration.`,
        );
      await query(sql);
      await query("INSERT INTO migration (area, name, digest) VALUES ($1, $2, $3)", [area, name, digest]);
    }
  });
}
