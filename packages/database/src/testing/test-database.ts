import { rmSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { makeRoomyFolder } from "./roomy-folder.ts";

/** An embedded PostgreSQL of its own for the tests of a file, gone after the last. */
export function testDatabase(): { readonly database: Database; readonly folder: string } {
  const folder = makeRoomyFolder();
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
