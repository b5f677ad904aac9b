/** PostgreSQL, embedded or given, and the queue of builds in it. */
export { DatabaseError, type DatabaseErrorCode } from "./database-error.ts";
export { type Migration, migrate } from "./migrate.ts";
export { type Database, type DatabaseOptions, openDatabase, type Query } from "./open-database.ts";
export {
  type BuildReason,
  openQueue,
  type PendingBuild,
  type Queue,
  type QueueOptions,
  type SiteRevisions,
} from "./queue/open-queue.ts";
export type { BuildJob, Worker, WorkOptions } from "./queue/start-worker.ts";
