import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseError } from "../database-error.ts";
import { explainFailure, otherVersion } from "./explain-failure.ts";
import type { ServerPlace } from "./server-place.ts";
import type { ServerUser } from "./server-user.ts";

/** The account of the embedded server, and its only database. */
export const OWNER = "pivert";
export const DATABASE = "postgres";

/**
 * Makes the data folder when there is none: beside its place, then in one rename, so that a killed process leaves no
 * half of one.
 * @throws DatabaseError `other-version`, `disk-full`, `no-permission`
 */
export function initData({ binaries, data }: ServerPlace, { prefix, account }: ServerUser, password: string): void {
  if (existsSync(data)) {
    const found = readMajor(data);
    if (found !== binaries.major) throw new DatabaseError("other-version", otherVersion(data, found, binaries.major));
    return;
  }
  removeUnfinished(data);
  const unfinished = `${data}.new-${process.pid}`;
  const passwordFile = join(unfinished, "password");
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  const [program = "", ...parameters] = [
    ...prefix,
    binaries.initdb,
    `--pgdata=${join(unfinished, "data")}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order and case rules on every machine, whatever its operating system has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
  const { status, stderr, stdout, error } = spawnSync(program, parameters, {
    cwd: unfinished,
    encoding: "utf8",
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw explainFailure(dirname(data), error ? String(error) : `${stdout}\n${stderr}`);
  }
  renameSync(join(unfinished, "data"), data);
  rmSync(unfinished, { recursive: true });
}

function readMajor(data: string): string {
  try {
    return readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  } catch (error) {
    throw new DatabaseError(
      "no-permission",
      `${data} is there and is no readable data folder of PostgreSQL. Give it to the account that runs Pivert, or move it away.`,
      { cause: error },
    );
  }
}

function removeUnfinished(data: string): void {
  for (const name of readdirSync(dirname(data)))
    if (name.startsWith(`${basename(data)}.new-`)) rmSync(join(dirname(data), name), { recursive: true, force: true });
}
