import type { ClientConfig } from "pg";
import { DatabaseError } from "./database-error.ts";

/** A server that starts, restarts or stops; codes of Node and of PostgreSQL. */
const PASSING = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03"]);

/** Whether another attempt to connect, a little later, may succeed. */
export function isPassingFailure(error: unknown): boolean {
  return (
    PASSING.has(codeOf(error)) ||
    (error instanceof Error && /Connection terminated|timeout expired/i.test(error.message))
  );
}

/** What a failed connection means to whoever runs the host. Passwords are left out. */
export function connectionFailure(error: unknown, { connectionString, host, port }: ClientConfig): unknown {
  const where = connectionString ? withoutPassword(connectionString) : `${host}:${port}`;
  const code = codeOf(error);
  if (/^28/.test(code))
    return new DatabaseError("refused", `PostgreSQL at ${where} refuses this name or password. Check DATABASE_URL.`, {
      cause: error,
    });
  if (code === "3D000")
    return new DatabaseError(
      "no-database",
      `PostgreSQL at ${where} has no such database. Create it (« createdb »), or correct DATABASE_URL.`,
      { cause: error },
    );
  if (code === "53300")
    return new DatabaseError(
      "unreachable",
      `PostgreSQL at ${where} has no connection left. Raise its max_connections, or run fewer processes.`,
      { cause: error },
    );
  if (isPassingFailure(error) || /^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOENT)$/.test(code))
    return new DatabaseError("unreachable", `No PostgreSQL answers at ${where}. Start it, or correct DATABASE_URL.`, {
      cause: error,
    });
  return error;
}

function withoutPassword(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}${port ? `:${port}` : ""}${pathname}`;
  } catch {
    return "DATABASE_URL";
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
