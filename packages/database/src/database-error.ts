/** Why the database cannot be used. The message says what happened and what to do; it is English, for whoever runs the host. */

export type DatabaseErrorCode =
  /** No PostgreSQL comes with this installation for this machine, or it is incomplete. */
  | "no-binaries"
  /** A folder or program may not be used by the account that runs Pivert. */
  | "no-permission"
  /** The disk has no room left. */
  | "disk-full"
  /** The data folder was written by another major version of PostgreSQL. */
  | "other-version"
  /** The address and port are taken, or may not be used. */
  | "no-port"
  /** The embedded server did not start for another reason. */
  | "start-failed"
  /** Nothing answers at the given address. */
  | "unreachable"
  /** The server refuses the name or password. */
  | "refused"
  /** The server has no such database. */
  | "no-database"
  /** A migration is not the one that was applied under its name. */
  | "migration-changed";

export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;
  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DatabaseError";
    this.code = code;
  }
}
