import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { resolve as resolvePath } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DatabaseError } from "../database-error.ts";
import { DATABASE, OWNER } from "./init-data.ts";
import { openServerFolder, type ServerFacts, type ServerFolder } from "./server-folder.ts";
import type { SupervisorReport } from "./supervisor.ts";

/** A place among the users of a folder's server. */
export interface JoinedServer {
  readonly connection: { host: string; port: number; user: string; password: string; database: string };
  /** Leaves; the last one waits until the server has stopped. */
  leave(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/**
 * Joins the users of the PostgreSQL in `folder`, and has it started when nobody uses it. While joined, a supervisor
 * that is killed is replaced.
 * @throws DatabaseError saying what to do
 */
export async function joinServer(path: string): Promise<JoinedServer> {
  const folder = openServerFolder(resolvePath(path));
  let { socket, facts } = await join(folder);
  let left = false;
  let rejoining: Promise<void> | undefined;
  const rejoin = async () => {
    try {
      ({ socket, facts } = await join(folder));
      socket.once("close", onLost);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  };
  const onLost = () => {
    if (!left) rejoining = rejoin();
  };
  socket.once("close", onLost);
  return {
    get connection() {
      return { host: "127.0.0.1", port: facts.port, user: OWNER, password: folder.password, database: DATABASE };
    },
    async leave() {
      left = true;
      await rejoining;
      if (socket.destroyed) return;
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      socket.ref();
      socket.end();
      await closed;
    },
  };
}

async function join(folder: ServerFolder): Promise<{ socket: Socket; facts: ServerFacts }> {
  for (let start = Date.now(); Date.now() - start < PATIENCE_MS; await wait(30)) {
    const facts = folder.readFacts();
    const socket = facts && (await enter(facts));
    if (facts && socket) return { socket, facts };
    await startSupervisor(folder);
  }
  throw new DatabaseError(
    "start-failed",
    `The PostgreSQL of ${folder.folder} does not come up: another process has been starting or stopping it for a minute. See ${folder.log}.`,
  );
}

/** @returns nothing when no supervisor of this folder listens there, or it is about to stop */
function enter({ supervisorPort, token }: ServerFacts): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(supervisorPort, "127.0.0.1");
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once("error", () => socket.destroy());
    socket.once("close", () => resolve(undefined));
    socket.once("connect", () => socket.write(`${token}\n`));
    socket.once("data", () => {
      socket.setTimeout(0);
      // Whoever forgets to close the database can still end.
      socket.unref();
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}

async function startSupervisor({ folder, log }: ServerFolder): Promise<void> {
  const supervisor = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("./supervisor.ts", import.meta.url)), folder],
    // In a session of its own: Ctrl-C in the terminal is for us, and the server stops after us.
    { cwd: "/", detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"], env: supervisorEnvironment() },
  );
  const report = await new Promise<SupervisorReport>((resolve) => {
    supervisor.once("message", (message) => resolve(message as SupervisorReport));
    supervisor.once("error", (error) =>
      resolve({ state: "failed", code: "start-failed", message: error.message, details: "" }),
    );
    supervisor.once("exit", (code, signal) => {
      const message = `The supervisor of ${folder} ended at once (${signal ?? code}). See ${log}.`;
      const silent = () => resolve({ state: "failed", code: "start-failed", message, details: "" });
      // What it said before may still be on its way.
      if (supervisor.connected) supervisor.once("disconnect", silent);
      else silent();
    });
  });
  if (supervisor.connected) supervisor.disconnect();
  supervisor.unref();
  if (report.state === "failed") throw new DatabaseError(report.code, report.message, { cause: report.details });
}

/** Node's own variables (a test runner's, a debugger's) are not for the supervisor. */
function supervisorEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_CHANNEL_FD: __, ...environment } = process.env;
  return environment;
}
