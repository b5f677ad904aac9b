/**
 * The process that runs the embedded PostgreSQL of a folder for all processes that use it. Each of them holds a
 * connection to it; the server is stopped when the last is gone, cleanly or by `kill -9`, and started again should it
 * be killed. It ends with its server: no process is left behind.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { statSync, truncateSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { DatabaseError, type DatabaseErrorCode } from "../database-error.ts";
import { findBinaries } from "./binaries.ts";
import { initData } from "./init-data.ts";
import { type RunningServer, runServer } from "./run-server.ts";
import { openServerFolder, type ServerFolder } from "./server-folder.ts";
import { findPlace } from "./server-place.ts";
import { chooseServerUser } from "./server-user.ts";

/** What a new supervisor tells the process that started it. */
export type SupervisorReport =
  | { state: "ready" }
  /** Another one was there before. */
  | { state: "not-needed" }
  | { state: "failed"; code: DatabaseErrorCode; message: string; details: string };

/** The first user is expected within this time. */
const FIRST_USER_MS = 10_000;
const LOG_BYTES = 5_000_000;
/** A server that ends this often within a minute is not started again. */
const ENDS_PER_MINUTE = 5;

async function supervise(folder: ServerFolder): Promise<void> {
  trimLog(folder.log);
  const user = chooseServerUser(process.env.PIVERT_DATABASE_NAMESPACES === "off" ? { namespaces: false } : {});
  const place = findPlace(folder, await findBinaries(), user);
  initData(place, user, folder.password);
  const run = (lastPort: number | undefined) => runServer({ place, user, lastPort, log: folder.log });

  let server: RunningServer = await run(folder.readFacts()?.port);
  let stopping = false;
  const users = new Set<Socket>();
  const token = randomBytes(32).toString("base64url");
  const door = createServer({ allowHalfOpen: true }, (socket) => {
    const rejected = setTimeout(() => socket.destroy(), 5_000);
    socket.on("error", () => socket.destroy());
    createInterface(socket).once("line", (line) => {
      clearTimeout(rejected);
      if (stopping || !isToken(line, token)) return socket.destroy();
      users.add(socket);
      socket.write("welcome\n");
    });
    // A user that closes its side waits until we close ours: for the last one, once the server has stopped.
    socket.on("end", () => leave(socket));
    socket.on("close", () => leave(socket));
  });
  const leave = (socket: Socket) => {
    const wasUser = users.delete(socket);
    if (wasUser && users.size === 0) void stop().then(() => socket.end());
    else socket.end();
  };
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    door.close();
    await server.stop();
    folder.unlock();
    setImmediate(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());

  const supervisorPort = await listen(door);
  folder.writeFacts({ supervisorPort, token, port: server.port });
  report({ state: "ready" });
  setTimeout(() => users.size === 0 && void stop(), FIRST_USER_MS);

  const ends: number[] = [];
  for (;;) {
    await server.ended;
    if (stopping) return;
    ends.push(Date.now());
    if (ends.filter((time) => time > Date.now() - 60_000).length > ENDS_PER_MINUTE)
      throw new DatabaseError("start-failed", `PostgreSQL keeps ending: see ${folder.log}.`);
    server = await run(server.port);
    folder.writeFacts({ supervisorPort, token, port: server.port });
    if (stopping) await server.stop();
  }
}

function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function listen(door: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    door.once("error", reject);
    door.listen(0, "127.0.0.1", () => {
      const address = door.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

function trimLog(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) truncateSync(log);
}

function report(message: SupervisorReport): void {
  if (process.connected) process.send?.(message, () => process.connected && process.disconnect());
}

const folder = openServerFolder(process.argv[2] ?? "");
if (!folder.lock()) report({ state: "not-needed" });
else
  supervise(folder).catch((error: unknown) => {
    folder.unlock();
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const code = error instanceof DatabaseError ? error.code : "start-failed";
    process.exitCode = 1;
    if (process.connected)
      process.send?.({ state: "failed", code, message, details: String(cause ?? "") } satisfies SupervisorReport, () =>
        process.exit(1),
      );
    else process.exit(1);
  });
