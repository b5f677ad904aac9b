import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError } from "../database-error.ts";
import { isRunning } from "./is-running.ts";

/** Where the supervisor of a folder listens, and its server. */
export interface ServerFacts {
  supervisorPort: number;
  /** Says to the supervisor that its user may read the folder. Of no use with the next one. */
  token: string;
  port: number;
}

/** What is kept beside the data: who supervises it, how to reach it, and the password. */
export interface ServerFolder {
  readonly folder: string;
  readonly log: string;
  /** Random, made once; only the account that runs Pivert can read it. */
  readonly password: string;
  /** The facts of the present or the last supervisor. */
  readFacts(): ServerFacts | undefined;
  writeFacts(facts: ServerFacts): void;
  /** Makes this process the one supervisor of the folder; `false` when another is. */
  lock(): boolean;
  unlock(): void;
}

/**
 * Opens the folder, and makes it when there is none.
 * @throws DatabaseError `no-permission`, `disk-full`
 */
export function openServerFolder(path: string): ServerFolder {
  let folder: string;
  let password: string;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    folder = realpathSync(path);
    password = readPassword(join(folder, "password"));
  } catch (error) {
    throw refuseFolder(path, error);
  }
  const factsFile = join(folder, "server.json");
  const lockFile = join(folder, "supervisor.lock");
  return {
    folder,
    password,
    log: join(folder, "server.log"),
    readFacts() {
      try {
        const { supervisorPort, token, port } = JSON.parse(readFileSync(factsFile, "utf8"));
        const isWhole = Number.isInteger(supervisorPort) && Number.isInteger(port) && typeof token === "string";
        return isWhole ? { supervisorPort, token, port } : undefined;
      } catch {
        // Never written, or cut short by a full disk: it is written again at each start.
        return undefined;
      }
    },
    writeFacts: (facts) => writeWhole(factsFile, JSON.stringify(facts)),
    lock() {
      const own = `${lockFile}.${process.pid}`;
      writeFileSync(own, String(process.pid), { mode: 0o600 });
      try {
        for (;;) {
          try {
            linkSync(own, lockFile);
            return true;
          } catch (error) {
            if (codeOf(error) !== "EEXIST") throw error;
          }
          if (isHeld(lockFile, folder)) return false;
          removeStale(lockFile, folder);
        }
      } finally {
        rmSync(own, { force: true });
      }
    },
    unlock: () => rmSync(lockFile, { force: true }),
  };
}

function readPassword(file: string): string {
  for (;;) {
    try {
      const password = readFileSync(file, "utf8");
      if (password.length > 0) return password;
      rmSync(file);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
    const own = `${file}.${process.pid}`;
    writeFileSync(own, randomBytes(32).toString("base64url"), { mode: 0o600 });
    try {
      // Of two processes that start at once, one gives its password; both read it.
      linkSync(own, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      rmSync(own, { force: true });
    }
  }
}

/** The process named in the lock may be long gone, and its id be another program's. */
function isHeld(lockFile: string, folder: string): boolean {
  try {
    return isRunning(Number(readFileSync(lockFile, "utf8")), ["supervisor.ts", folder]);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Another process may take the lock between our look and our removal: then it gets it back. */
function removeStale(lockFile: string, folder: string): void {
  const aside = `${lockFile}.stale-${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (isHeld(aside, folder)) linkSync(aside, lockFile);
  rmSync(aside);
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

function refuseFolder(folder: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new DatabaseError(
      "no-permission",
      `${folder} may not be written to. It must belong to the account that runs Pivert (« chown -R »).`,
      { cause: error },
    );
  if (code === "ENOSPC" || code === "EDQUOT")
    return new DatabaseError("disk-full", `The disk of ${folder} is full. Free some space and start again.`, {
      cause: error,
    });
  return error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
