import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { explainFailure } from "./explain-failure.ts";
import { isRunning } from "./is-running.ts";
import type { ServerPlace } from "./server-place.ts";
import type { ServerUser } from "./server-user.ts";

export interface RunningServer {
  port: number;
  /** Resolves when the server has ended, by itself or not. */
  ended: Promise<void>;
  /** Ends open transactions and stops cleanly. */
  stop(): Promise<void>;
}

export interface RunOptions {
  place: ServerPlace;
  user: ServerUser;
  /** The port of last time: kept when it can be, so that pools of connections find the server again. */
  lastPort: number | undefined;
  log: string;
}

/** A backend of a killed server may hold its memory, and its port, a little longer. */
const RETRIES = 40;

/**
 * Starts the server on 127.0.0.1 and waits until it answers. One that was left running in this folder is stopped first.
 * @throws DatabaseError `no-port`, `disk-full`, `no-permission`, `start-failed`
 */
export async function runServer({ place, user, lastPort, log }: RunOptions): Promise<RunningServer> {
  await stopLeftover(place.data);
  let port = lastPort ?? (await freePort());
  for (let retries = 0; ; retries++) {
    const outcome = await start({ place, user, port, log });
    if (typeof outcome !== "string") return outcome;
    const portTaken = /Address already in use/.test(outcome);
    const memoryHeld = /shared memory block .* still in use/.test(outcome);
    if (retries === RETRIES || !(portTaken || memoryHeld)) throw explainFailure(dirname(place.data), outcome);
    if (portTaken && retries % 10 === 9) port = await freePort();
    await wait(100);
  }
}

/** @returns the server, or what it wrote before it gave up */
async function start({
  place,
  user,
  port,
  log,
}: Omit<RunOptions, "lastPort"> & { port: number }): Promise<RunningServer | string> {
  const [program = "", ...parameters] = [...user.prefix, place.binaries.postgres, "-D", place.data];
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "on",
    max_connections: "100",
    shared_buffers: "64MB",
    max_wal_size: "256MB",
    log_min_messages: "warning",
    lc_messages: "C",
  };
  const child = spawn(
    program,
    [...parameters, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      cwd: place.data,
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH, LC_ALL: "C" },
      ...(user.account ? { uid: user.account.uid, gid: user.account.gid } : {}),
    },
  );
  let output = "";
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      output += `${error.message}\n`;
      resolve();
    });
  });
  const ready = new Promise<void>((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      appendLog(log, text);
      output = (output + text).slice(-10_000);
      if (/ready to accept connections/.test(output)) resolve();
    });
  });
  const outcome = await Promise.race([ready.then(() => "ready"), ended.then(() => "ended")]);
  if (outcome === "ended") return output;
  return {
    port,
    ended,
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** A supervisor that was killed on a system that does not end its server with it leaves one behind. */
async function stopLeftover(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const running = () => isRunning(pid, ["postgres", data]);
  for (const [signal, patience] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    if (!running()) break;
    process.kill(pid, signal);
    for (let waited = 0; waited < patience && running(); waited += 50) await wait(50);
  }
  // Its process id may belong to another program since a power cut, and PostgreSQL would not start.
  if (!running()) rmSync(file, { force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** On a full disk the log stops, the server need not. */
function appendLog(log: string, text: string): void {
  try {
    appendFileSync(log, text, { mode: 0o600 });
  } catch {}
}
