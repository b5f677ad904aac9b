import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DatabaseError } from "./database-error.ts";
import { openDatabase } from "./open-database.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { testDatabase } from "./testing/test-database.ts";

const shared = testDatabase();

describe("a database", () => {
  test("answers, and knows accents", async () => {
    expect(await shared.database.query("SELECT $1::int + 1 AS sum, lower('ÉTÉ') AS word", [41])).toEqual([
      { sum: 42, word: "été" },
    ]);
  });

  test("writes to the disk before it acknowledges", async () => {
    const settings = await shared.database.query(
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') ORDER BY name",
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: "on",
      fsync: "on",
      full_page_writes: "on",
      synchronous_commit: "on",
    });
  });

  test("listens on 127.0.0.1 only, with a password kept for its owner", async () => {
    expect(await shared.database.query("SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    expect(await shared.database.query("SHOW unix_socket_directories")).toEqual([{ unix_socket_directories: "" }]);
    for (const [name, mode] of [
      [".", 0o700],
      ["password", 0o600],
      ["server.json", 0o600],
      ["server", 0o700],
    ] as const)
      expect([name, statSync(join(shared.folder, name)).mode & 0o777]).toEqual([name, mode]);
    const { host, port, user, database } = shared.database.connection;
    await expect(
      openDatabase({ folder: "", url: `postgres://${user}:guess@${host}:${port}/${database}` }),
    ).rejects.toMatchObject({ code: "refused" });
    await expect(openDatabase({ folder: "", url: `postgres://${user}@${host}:${port}/${database}` })).rejects.toThrow();
  });

  test("a transaction keeps all or nothing", async () => {
    const { database } = shared;
    await database.query("CREATE TABLE note (text text)");
    await expect(
      database.transaction(async (query) => {
        await query("INSERT INTO note VALUES ('lost')");
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    await database.transaction((query) => query("INSERT INTO note VALUES ('kept')"));
    expect(await database.query("SELECT text FROM note")).toEqual([{ text: "kept" }]);
  });

  test("a failed statement leaves the connection usable", async () => {
    for (let round = 0; round < 30; round++)
      await expect(shared.database.query("SELECT nothing")).rejects.toThrow('column "nothing" does not exist');
    expect(await shared.database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("a server given by its address", () => {
  const address = (change: { password?: string; port?: number; database?: string }) => {
    const { host, port, user, password, database } = { ...shared.database.connection, ...change };
    return `postgres://${user}:${password}@${host}:${port}/${database}`;
  };

  test("is used instead", async () => {
    const folder = temporaryFolder();
    const database = await openDatabase({ folder: join(folder, "unused"), url: address({}) });
    expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await database.close();
    expect(() => statSync(join(folder, "unused"))).toThrow("ENOENT");
  });

  test.each([
    ["a wrong password", { password: "wrong" }, "refused"],
    ["an unknown database", { database: "nowhere" }, "no-database"],
  ])("%s is named, without the password", async (_, change, code) => {
    const error = await openDatabase({ folder: "", url: address(change) }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain("DATABASE_URL");
    expect(String(error)).not.toMatch(new RegExp(`wrong|${shared.database.connection.password}`));
  });
});
