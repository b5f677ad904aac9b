import { expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { testDatabase } from "./testing/test-database.ts";

const shared = testDatabase();
const columnsOf = async (table: string) =>
  (
    await shared.database.query<{ column_name: string }>(
      "SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position",
      [table],
    )
  ).map(({ column_name }) => column_name);

test("applies each migration once, in order", async () => {
  const first = { name: "001-tree", sql: "CREATE TABLE tree (name text)" };
  const second = { name: "002-height", sql: "ALTER TABLE tree ADD COLUMN height int" };
  await migrate(shared.database, "forest", [first]);
  await migrate(shared.database, "forest", [first, second]);
  await migrate(shared.database, "forest", [first, second]);
  expect(await columnsOf("tree")).toEqual(["name", "height"]);
});

test("processes that start at once apply it once", async () => {
  const slow = { name: "001-river", sql: "CREATE TABLE river (name text); SELECT pg_sleep(0.2)" };
  await Promise.all(Array.from({ length: 6 }, () => migrate(shared.database, "water", [slow])));
  expect(await columnsOf("river")).toEqual(["name"]);
});

test("one that fails takes the others of the call back", async () => {
  const migrations = [
    { name: "001-stone", sql: "CREATE TABLE stone (name text)" },
    { name: "002-typo", sql: "CREATE TABEL pebble (name text)" },
  ];
  await expect(migrate(shared.database, "rock", migrations)).rejects.toThrow('syntax error at or near "TABEL"');
  expect(await columnsOf("stone")).toEqual([]);
});

test("refuses one that was edited after it was applied", async () => {
  await migrate(shared.database, "cloud", [{ name: "001-cloud", sql: "CREATE TABLE cloud (name text)" }]);
  await expect(
    migrate(shared.database, "cloud", [{ name: "001-cloud", sql: "CREATE TABLE cloud (name text, height int)" }]),
  ).rejects.toMatchObject({ code: "migration-changed" });
});
