import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { connectionFailure, isPassingFailure } from "./connection-failure.ts";
import { joinServer } from "./embedded/join-server.ts";

export interface DatabaseOptions {
  /** Where the embedded PostgreSQL keeps its data: `data/database`. */
  folder: string;
  /** The address of a PostgreSQL to use instead, as `DATABASE_URL` has it. */
  url?: string | undefined;
  /** How many connections this process may hold. */
  connections?: number;
}

/** What runs a query: the database, or one transaction of it. */
export type Query = <Row extends object = Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

export interface Database {
  /** One statement, committed when this resolves. */
  readonly query: Query;
  /** Commits what `work` did when it resolves, takes all of it back when it rejects. */
  transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  /** A connection for libraries that want one; release it. Waits for a server that restarts. */
  connect(): Promise<pg.PoolClient>;
  /** How to reach the server, for libraries that hold connections of their own. */
  readonly connection: pg.ClientConfig;
  /** Ends this process's connections; the embedded server stops with its last user. */
  close(): Promise<void>;
}

/** How long a query waits for a server that is starting, before it fails. */
const PATIENCE_MS = 15_000;

/**
 * Opens the database of a host: the server at `url`, or an embedded PostgreSQL that all processes of this machine share
 * and that starts and stops with them.
 * @throws DatabaseError saying what to do
 */
export async function openDatabase({ folder, url, connections = 10 }: DatabaseOptions): Promise<Database> {
  const embedded = url ? undefined : await joinServer(folder);
  const connection: pg.ClientConfig = embedded ? embedded.connection : { connectionString: url };
  const pool = new pg.Pool({ ...connection, max: connections, connectionTimeoutMillis: 10_000, allowExitOnIdle: true });
  // A connection is lost: the query that used it fails, the next opens another. Unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  pool.on("error", () => {});

  const connect = async (): Promise<pg.PoolClient> => {
    for (let start = Date.now(); ; await wait(100)) {
      try {
        return await pool.connect();
      } catch (error) {
        // Nothing was sent yet, so that trying again cannot do anything twice.
        if (!isPassingFailure(error) || Date.now() - start > PATIENCE_MS) throw connectionFailure(error, connection);
      }
    }
  };
  let closing: Promise<void> | undefined;
  const database: Database = {
    connect,
    connection,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      return withClient(connect, async (client) => (await client.query<Row>(sql, [...values])).rows);
    },
    transaction: (work) =>
      withClient(connect, async (client) => {
        await client.query("BEGIN");
        try {
          const result = await work(
            async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
              (await client.query<Row>(sql, [...values])).rows,
          );
          await client.query("COMMIT");
          return result;
        } catch (error) {
          await client.query("ROLLBACK").catch(() => {});
          throw error;
        }
      }),
    close() {
      closing ??= pool.end().then(() => embedded?.leave());
      return closing;
    },
  };
  try {
    await database.query("SELECT 1");
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function withClient<Result>(
  connect: () => Promise<pg.PoolClient>,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
