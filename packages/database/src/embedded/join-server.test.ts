import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import { eventually } from "../testing/eventually.ts";
import { makeRoomyFolder } from "../testing/roomy-folder.ts";
import { killServer, serverOf, serverProcesses, supervisorOf } from "../testing/server-processes.ts";
import { type ProcessOptions, startProcess } from "../testing/start-process.ts";

const OTHER = fileURLToPath(new URL("../testing/database-process.ts", import.meta.url));
const KILLS = process.env.PIVERT_LONG ? 100 : 5;
const asRoot = process.getuid?.() === 0;

const used = makeRoomyFolder();
beforeAll(async () => {
  const database = await openDatabase({ folder: used });
  await database.close();
}, 60_000);
afterAll(() => rmSync(used, { recursive: true }));

/** As `setUp`, with a database that was used before. */
function setUpUsed(context: TestContext) {
  const place = setUp(context, makeRoomyFolder());
  execFileSync("cp", ["--archive", `${used}/.`, place.folder]);
  // Its port, which the others would want too.
  rmSync(join(place.folder, "server.json"), { force: true });
  return place;
}

/** Tests run side by side: each has a folder of its own, and leaves no process behind. */
function setUp({ onTestFinished, task }: TestContext, folder = mkdtempSync(join(tmpdir(), "pivert-database-"))) {
  onTestFinished(async () => {
    await eventually("no process is left behind", () => serverProcesses(folder).length === 0, 8_000);
    if (task.result?.state === "fail") console.error(`${task.name}: see ${folder}`);
    else rmSync(folder, { recursive: true });
  });
  return {
    folder,
    async open(at = folder) {
      const database = await openDatabase({ folder: at });
      onTestFinished(() => database.close());
      return database;
    },
    start: (at = folder, options: ProcessOptions = {}) => startProcess(OTHER, [at], { ...options, onTestFinished }),
    stopped: () => eventually("stopped", () => serverProcesses(folder).length === 0, 2_000),
  };
}

describe.concurrent("the embedded server", () => {
  test("stops with the last of its users, and keeps what they wrote", async (context) => {
    const { folder, open, start, stopped } = setUp(context, makeRoomyFolder());
    const first = await open();
    const { child, ended } = await start();
    await first.query("CREATE TABLE note AS SELECT 'kept' AS text");
    const { port } = first.connection;
    await first.close();
    expect(serverProcesses(folder)).not.toEqual([]);
    child.send("close");
    await ended;
    await stopped();
    const again = await open();
    expect(await again.query("SELECT text FROM note")).toEqual([{ text: "kept" }]);
    expect(again.connection.port).toBe(port);
    await again.close();
  });

  test("stops when its only user is killed", async (context) => {
    const { folder, start, stopped } = setUpUsed(context);
    const { child } = await start();
    expect(serverProcesses(folder).length).toBeGreaterThan(1);
    child.kill("SIGKILL");
    await stopped();
    expect(readFileSync(join(folder, "server.log"), "utf8")).toContain("database system is shut down");
  });

  test("is started once for processes that begin together", async (context) => {
    const { folder, open, start } = setUp(context, makeRoomyFolder());
    const databases = await Promise.all([...Array(4)].map(() => open()).concat());
    const others = await Promise.all([...Array(3)].map(() => start()));
    expect(others.flatMap(({ said }) => said)).toEqual([{ ready: true }, { ready: true }, { ready: true }]);
    expect(serverProcesses(folder).filter(({ command }) => command.includes("supervisor.ts"))).toHaveLength(1);
    await Promise.all(databases.map((database) => database.close()));
  });

  test("killed again and again, loses nothing that was acknowledged", async (context) => {
    const { folder, open } = setUpUsed(context);
    const database = await open();
    await database.query("CREATE TABLE line (number int PRIMARY KEY)");
    const acknowledged: number[] = [];
    let refused = 0;
    let writing = true;
    const writer = (async () => {
      for (let number = 1; writing; number++) {
        try {
          await database.query("INSERT INTO line VALUES ($1)", [number]);
          acknowledged.push(number);
        } catch {
          refused++;
        }
      }
    })();
    for (let round = 1; round <= KILLS; round++) {
      const before = acknowledged.length;
      await eventually("writing", () => acknowledged.length > before + 50);
      killServer(folder);
      const after = acknowledged.length;
      await eventually("writing again", () => acknowledged.length > after + 5);
    }
    writing = false;
    await writer;
    const kept = new Set(
      (await database.query<{ number: number }>("SELECT number FROM line")).map((row) => row.number),
    );
    expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
    // Only what was under way about the moment of a kill failed: other queries waited for the restart, which without
    // that would be hundreds.
    expect(refused).toBeLessThanOrEqual(10 * KILLS);
    console.log(`${KILLS} kills of PostgreSQL: ${acknowledged.length} acknowledged, 0 lost, ${refused} failed`);
    await database.close();
  });

  test("has its supervisor replaced when that is killed", async (context) => {
    const { folder, open } = setUpUsed(context);
    const database = await open();
    const killed = supervisorOf(folder);
    process.kill(killed, "SIGKILL");
    await eventually("replaced", async () => {
      await database.query("SELECT 1").catch(() => {});
      return supervisorOf(folder) !== killed && serverProcesses(folder).length > 1;
    });
    expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await database.close();
  });

  test("starts after everything was killed at once and its process id went to another program", async (context) => {
    const { folder, open, start, stopped } = setUpUsed(context);
    const { child } = await start();
    for (const pid of [supervisorOf(folder), child.pid ?? 0, serverOf(folder)]) process.kill(pid, "SIGKILL");
    await stopped();
    const stale = join(folder, "server", "postmaster.pid");
    writeFileSync(stale, readFileSync(stale, "utf8").replace(/^\d+/, String(process.pid)));
    writeFileSync(join(folder, "supervisor.lock"), String(process.pid));
    const database = await open();
    expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await database.close();
  });

  test("takes another port when its own went to another program", async (context) => {
    const { open } = setUpUsed(context);
    const first = await open();
    const { port } = first.connection;
    await first.close();
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    context.onTestFinished(() => void other.close());
    const again = await open();
    expect(again.connection.port).not.toBe(port);
    expect(await again.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await again.close();
  });
});

describe.concurrent("a folder that cannot be used", () => {
  test("of another version of PostgreSQL", async (context) => {
    const { folder } = setUp(context);
    mkdirSync(join(folder, "server"));
    writeFileSync(join(folder, "server", "PG_VERSION"), "15\n");
    await expect(openDatabase({ folder })).rejects.toMatchObject({
      code: "other-version",
      message: expect.stringMatching(/written by PostgreSQL 15.* comes with \d+\. Restore a backup/),
    });
  });

  test("with something else in it", async (context) => {
    const { folder } = setUp(context);
    mkdirSync(join(folder, "server"));
    await expect(openDatabase({ folder })).rejects.toMatchObject({ code: "no-permission" });
    expect(statSync(join(folder, "server")).isDirectory()).toBe(true);
  });
});

// Run by an ordinary user, all tests above are this one.
describe.runIf(asRoot).concurrent("started by root", () => {
  const NOBODY = 65534;

  test("for an ordinary user", async (context) => {
    const { folder, start } = setUp(context);
    chownSync(folder, NOBODY, NOBODY);
    const { said } = await start(folder, { uid: NOBODY });
    expect(said).toEqual([{ ready: true }]);
    expect(statSync(join(folder, "server")).uid).toBe(NOBODY);
  });

  test("an ordinary user is told whose folder it is", async (context) => {
    const { folder, start } = setUp(context);
    chmodSync(folder, 0o755);
    const { said } = await start(join(folder, "database"), { uid: NOBODY });
    expect(said).toEqual([{ code: "no-permission", failed: expect.stringContaining("chown") }]);
  });

  test("in a folder that only root can enter", async (context) => {
    const { folder, open } = setUp(context, mkdtempSync("/root/pivert-database-"));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const database = await open(join(folder, "database"));
    expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("where user namespaces are refused", async (context) => {
    const { folder, start } = setUp(context);
    chmodSync(folder, 0o755);
    const { said } = await start(join(folder, "database"), { env: { PIVERT_DATABASE_NAMESPACES: "off" } });
    expect(said).toEqual([{ ready: true }]);
    expect(statSync(join(folder, "database", "server")).uid).not.toBe(0);
  });
});
