import { PgBoss } from "pg-boss";
import type { Database } from "../open-database.ts";
import { startWorker, type Worker, type WorkOptions } from "./start-worker.ts";

/** Why a site is built. */
export type BuildReason = "publication" | "hook" | "reconcile";

/** A site whose content and live release are compared. */
export interface SiteRevisions {
  site: string;
  /** The revision of its main branch; `undefined` when it has none yet. */
  head: string | undefined;
  /** The revision of its live release; `undefined` when it was never published. */
  live: string | undefined;
}

export interface PendingBuild {
  site: string;
  state: "waiting" | "building" | "waiting after a failure";
}

/**
 * The builds to do. It is a cache: what the sites' repositories and releases say is true, and {@link Queue.reconcile}
 * makes the queue from them. Each site is built by one worker at a time; whatever arrives during a build makes one more.
 */
export interface Queue {
  /** An editor published: the build starts at once, or right after the one under way. Hastens one that gathers. */
  publishNow(site: string): Promise<void>;
  /** A forge or a job says that content changed: waits 2 seconds so that many hits make one build. */
  hookChanged(site: string): Promise<void>;
  /**
   * Adds a build for each site whose live release is not of its head and that waits for none, and makes the queue anew
   * should it be gone. Called at start and every 5 minutes.
   * @returns the sites added
   */
  reconcile(sites: Iterable<SiteRevisions>): Promise<string[]>;
  /** The builds waiting and under way, on all machines. */
  pending(): Promise<PendingBuild[]>;
  /** Takes builds until it is stopped. */
  work(options: WorkOptions): Worker;
  /** Stops the workers of this process, and leaves the queue. */
  close(): Promise<void>;
}

export interface QueueOptions {
  /** Told what goes wrong beside the builds: the queue goes on. */
  onError(error: unknown): void;
}

const SCHEMA = "queue";
const BUILD = "build";
const GATHER_SECONDS = 2;
/** Who waits at a screen goes before machines. */
const PRIORITY = { publication: 20, hook: 10, reconcile: 0 } as const satisfies Record<BuildReason, number>;

const POLICY = {
  // Of each site at most one waits and one runs. `exclusive` loses what arrives during a build, `short` runs two.
  policy: "stately",
  // A worker that gives no sign for 10 seconds is dead; another takes over.
  heartbeatSeconds: 10,
  expireInSeconds: 3_600,
  // For five minutes, when all sites are compared anyway; a minute apart at most.
  retryLimit: 10,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 86_400,
};

export async function openQueue(database: Database, { onError }: QueueOptions): Promise<Queue> {
  let boss = await install(database, onError);
  const workers = new Set<Worker>();

  return {
    async publishNow(site) {
      await boss.upsert(
        BUILD,
        { site, reason: "publication" },
        { singletonKey: site, startAfter: 0, priority: PRIORITY.publication },
      );
      await wake(database);
    },
    async hookChanged(site) {
      // Nothing is added when the site waits already.
      await boss.send(
        BUILD,
        { site, reason: "hook" },
        { singletonKey: site, startAfter: GATHER_SECONDS, priority: PRIORITY.hook },
      );
    },
    async reconcile(sites) {
      if (!(await boss.isInstalled())) {
        await boss.stop({ graceful: false }).catch(onError);
        boss = await install(database, onError);
      }
      await boss.createQueue(BUILD, POLICY);
      const pending = new Set((await readPending(database)).map(({ site }) => site));
      const stale = [...sites].filter(
        ({ site, head, live }) => head !== undefined && head !== live && !pending.has(site),
      );
      for (const { site } of stale)
        await boss.send(BUILD, { site, reason: "reconcile" }, { singletonKey: site, priority: PRIORITY.reconcile });
      if (stale.length > 0) await wake(database);
      return stale.map(({ site }) => site);
    },
    pending: () => readPending(database),
    work(options) {
      const worker = startWorker({ database, boss: () => boss, queue: BUILD, channel: CHANNEL }, options);
      workers.add(worker);
      return worker;
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await boss.stop({ graceful: false });
    },
  };
}

async function install(database: Database, onError: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    ...database.connection,
    schema: SCHEMA,
    max: 4,
    schedule: false,
    registerInstance: false,
    // How soon the job of a dead worker is seen; of all processes one looks.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  boss.on("error", onError);
  try {
    await boss.start();
    await boss.createQueue(BUILD, POLICY);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(onError);
    throw error;
  }
  return boss;
}

const CHANNEL = "pivert_build";

/** Workers look every second anyway. */
async function wake(database: Database): Promise<void> {
  await database.query("SELECT pg_notify($1, '')", [CHANNEL]);
}

async function readPending(database: Database): Promise<PendingBuild[]> {
  const rows = await database.query<{ site: string; state: "created" | "retry" | "active" }>(
    `SELECT singleton_key AS site, state FROM ${SCHEMA}.job
     WHERE name = $1 AND state IN ('created', 'retry', 'active') ORDER BY priority DESC, created_on`,
    [BUILD],
  );
  const states = { created: "waiting", retry: "waiting after a failure", active: "building" } as const;
  return rows.map(({ site, state }) => ({ site, state: states[state] }));
}
