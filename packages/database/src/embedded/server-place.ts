import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { ServerFolder } from "./server-folder.ts";
import type { ServerUser } from "./server-user.ts";

/** Where the programs and the data of an embedded server are. */
export interface ServerPlace {
  binaries: Binaries;
  /** PostgreSQL's data folder; its parent belongs to us. */
  data: string;
}

/** For a server with an account of its own that cannot reach the folder. */
const REACHABLE = "/var/lib/pivert";

/**
 * The data is in `folder`, unless the server runs under an account that cannot go there: then programs and data are
 * kept below /var/lib/pivert, and `where.txt` in the folder says so.
 */
export function findPlace(
  { folder, password }: Pick<ServerFolder, "folder" | "password">,
  binaries: Binaries,
  { account }: ServerUser,
  reachable: string = REACHABLE,
): ServerPlace {
  const inFolder = { binaries, data: join(folder, "server") };
  if (!account) return inFolder;
  const as = { uid: account.uid, gid: account.gid };
  const mayRun = spawnSync(binaries.postgres, ["--version"], as).status === 0;
  const mayEnter = spawnSync("/bin/sh", ["-c", 'cd "$0"', dirname(folder)], as).status === 0;
  const place = {
    binaries: mayRun ? binaries : copyBinaries(binaries, reachable),
    // Named after the folder's password: a new folder in the same place is another database.
    data: mayEnter
      ? inFolder.data
      : join(reachable, createHash("sha256").update(password).digest("hex").slice(0, 16), "server"),
  };
  const parent = dirname(place.data);
  if (!mayEnter) {
    mkdirSync(parent, { recursive: true });
    writeFileSync(
      join(folder, "where.txt"),
      `The database is in ${place.data}: PostgreSQL runs as ${account.name}, who cannot enter ${folder}.\n`,
    );
  }
  // What holds the data lets the account through, and nobody else but root in.
  chmodSync(parent, 0o700);
  chownSync(parent, account.uid, account.gid);
  return place;
}

function copyBinaries(binaries: Binaries, reachable: string): Binaries {
  const version = createHash("sha256").update(binaries.home).digest("hex").slice(0, 12);
  const home = join(reachable, `postgresql-${binaries.major}-${version}`);
  if (!existsSync(home)) {
    const unfinished = `${home}.new-${process.pid}`;
    mkdirSync(reachable, { recursive: true, mode: 0o755 });
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries.home, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, home);
  }
  return { ...binaries, home, initdb: join(home, "bin/initdb"), postgres: join(home, "bin/postgres") };
}
