import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";

/** An embedded PostgreSQL of its own for the tests of a file, gone after the last. */
export function testDatabase(): { readonly database: Database; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "pivert-database-"));
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ folder });
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
  };
}
