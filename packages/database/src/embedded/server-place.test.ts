import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findBinaries } from "./binaries.ts";
import { initData } from "./init-data.ts";
import { runServer } from "./run-server.ts";
import { findPlace } from "./server-place.ts";
import { chooseServerUser } from "./server-user.ts";

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, "pivert-database-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("is the folder, for whoever runs the server as themselves", async () => {
  const binaries = await findBinaries();
  expect(findPlace({ folder: "/data/database", password: "secret" }, binaries, { prefix: [] })).toEqual({
    binaries,
    data: "/data/database/server",
  });
});

describe.runIf(process.getuid?.() === 0)("for a server with an account of its own", () => {
  test("is elsewhere when neither the folder nor the programs can be reached, and the server runs there", async () => {
    const clone = folderIn("/root");
    const reachable = join(folderIn("/var/lib"), "pivert");
    mkdirSync(join(clone, "database"));
    const found = await findBinaries();
    const home = join(clone, "native");
    cpSync(found.home, home, { recursive: true, verbatimSymlinks: true });
    const binaries = { ...found, home, initdb: join(home, "bin/initdb"), postgres: join(home, "bin/postgres") };

    chmodSync(dirname(reachable), 0o755);

    const user = chooseServerUser({ namespaces: false });
    const folder = { folder: join(clone, "database"), password: "secret" };
    const place = findPlace(folder, binaries, user, reachable);
    expect(place.data.startsWith(`${reachable}/`)).toBe(true);
    expect(place.binaries.postgres.startsWith(`${reachable}/`)).toBe(true);
    expect(readFileSync(join(clone, "database", "where.txt"), "utf8")).toContain(place.data);
    expect(statSync(join(place.data, "..")).mode & 0o777).toBe(0o700);
    expect(findPlace(folder, binaries, user, reachable)).toEqual(place);
    expect(findPlace({ ...folder, password: "other" }, binaries, user, reachable).data).not.toBe(place.data);

    initData(place, user, "secret");
    const server = await runServer({ place, user, lastPort: undefined, log: join(clone, "server.log") });
    expect(server.port).toBeGreaterThan(0);
    await server.stop();
  });

  test("is the folder when it can be reached", async () => {
    const folder = join(folderIn(tmpdir()), "database");
    mkdirSync(folder);
    chmodSync(dirname(folder), 0o755);
    const binaries = await findBinaries();
    const user = chooseServerUser({ namespaces: false });
    expect(findPlace({ folder, password: "secret" }, binaries, user).data).toBe(join(folder, "server"));
    expect(statSync(folder).uid).toBe(user.account?.uid);
  });
});
