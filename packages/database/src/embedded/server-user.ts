import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** As whom PostgreSQL runs: it refuses to be root. */
export interface ServerUser {
  /** Put before the program. */
  prefix: readonly string[];
  /** An account of its own, which must be able to reach the programs and the data. */
  account?: { name: string; uid: number; gid: number };
}

/** Linux ends the server cleanly when the process that started it is killed. */
const STOP_WITH_PARENT = ["setpriv", "--pdeathsig", "INT"];

/** In a user namespace the server is no longer root, yet reaches all that root does, `/root` for one. */
const NOT_ROOT = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];

export interface ServerUserOptions {
  /** Whether user namespaces may be used; Docker, for one, refuses them. */
  namespaces?: boolean;
}

/** Whoever runs Pivert; for root, the same in a user namespace, or else the account `postgres` or `nobody`. */
export function chooseServerUser({ namespaces = true }: ServerUserOptions = {}): ServerUser {
  const stopWithParent = works(STOP_WITH_PARENT) ? STOP_WITH_PARENT : [];
  if (process.getuid?.() !== 0) return { prefix: stopWithParent };
  if (namespaces && works(NOT_ROOT)) return { prefix: [...NOT_ROOT, ...stopWithParent] };
  return { prefix: stopWithParent, account: findAccount() };
}

function works(prefix: readonly string[]): boolean {
  const [program = "", ...parameters] = prefix;
  return process.platform === "linux" && spawnSync(program, [...parameters, "true"]).status === 0;
}

function findAccount(): { name: string; uid: number; gid: number } {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return { name: "65534", uid: 65534, gid: 65534 };
}
