import { setTimeout as wait } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { Database } from "../open-database.ts";
import type { BuildReason } from "./open-queue.ts";

/** A build to do. */
export interface BuildJob {
  site: string;
  reason: BuildReason;
  /** 0 at first, then how often it was begun before: by a worker that died, or with an error. */
  attempt: number;
  /** Aborted when the job was given to another worker, or when this one must stop: end soon, what you did is not used. */
  signal: AbortSignal;
}

export interface WorkOptions {
  /**
   * Builds the site's head as it is when called, and publishes it. It may be called again for the same head. What it
   * throws is for faults that may pass, and the job is tried again; content that cannot be built is no fault.
   */
  build(job: BuildJob): Promise<void>;
  /** How many sites are built side by side. */
  concurrency?: number;
  /** Told what goes wrong, and with which site: the worker goes on. */
  onError(error: unknown, site?: string): void;
}

export interface Worker {
  /** Takes no more jobs and waits for those under way; after `patienceMs` they are aborted and left to another worker. */
  stop(patienceMs?: number): Promise<void>;
}

interface Source {
  database: Database;
  /** The present connection to the queue: replaced when the queue is made anew. */
  boss(): PgBoss;
  queue: string;
  /** Where new jobs are announced. */
  channel: string;
}

interface JobData {
  site: string;
  reason: BuildReason;
}

const HEARTBEAT_MS = 3_000;
const LOOK_MS = 1_000;
/** How long a build that was aborted may still take. */
const ABORT_MS = 5_000;

export function startWorker(
  { database, boss, queue, channel }: Source,
  { build, concurrency = 1, onError }: WorkOptions,
): Worker {
  const running = new Map<Promise<void>, AbortController>();
  const bell = makeBell();
  let stopping = false;

  const run = async (job: Job<JobData>, abort: AbortController) => {
    const { site, reason } = job.data;
    const heartbeat = setInterval(async () => {
      try {
        if (isLost(await boss().touch(queue, job))) abort.abort(new Error(`${site} was given to another worker.`));
      } catch (error) {
        onError(error, site);
      }
    }, HEARTBEAT_MS);
    try {
      await build({ site, reason, attempt: job.retryCount, signal: abort.signal });
      // With the job itself rather than its id: should another worker have it by now, nothing happens.
      await boss().complete(queue, job);
    } catch (error) {
      onError(error, site);
      await boss()
        .fail(queue, job, { message: error instanceof Error ? error.message : String(error) })
        .catch((failure: unknown) => onError(failure, site));
    } finally {
      clearInterval(heartbeat);
    }
  };

  const loop = (async () => {
    while (!stopping) {
      try {
        const free = concurrency - running.size;
        const jobs = free > 0 ? await boss().fetch<JobData>(queue, { batchSize: free }) : [];
        for (const job of jobs) {
          const abort = new AbortController();
          const done = run(job, abort).finally(() => {
            running.delete(done);
            bell.ring();
          });
          running.set(done, abort);
        }
        if (jobs.length > 0 && jobs.length < free) continue;
      } catch (error) {
        onError(error);
      }
      await bell.heard(LOOK_MS);
    }
  })();
  const listener = listen(database, channel, bell.ring);

  return {
    async stop(patienceMs = 30_000) {
      stopping = true;
      bell.ring();
      await loop;
      await listener.close();
      const done = Promise.all(running.keys());
      if (await endsWithin(done, patienceMs)) return;
      for (const abort of running.values()) abort.abort(new Error("The worker stops."));
      await endsWithin(done, ABORT_MS);
    },
  };
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const patience = new AbortController();
  const ended = await Promise.race([
    work.then(() => true),
    wait(ms, false, { signal: patience.signal }).catch(() => false),
  ]);
  patience.abort();
  return ended;
}

function isLost(answer: object): boolean {
  return "affected" in answer && answer.affected === 0;
}

/** Wakes the loop; a ring while nobody waits is kept. */
function makeBell(): { ring(): void; heard(atMostMs: number): Promise<void> } {
  let rung = false;
  let wake = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    async heard(atMostMs) {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
    },
  };
}

/** Rings when a job is announced. Without the connection the worker still looks every second. */
function listen(database: Database, channel: string, ring: () => void): { close(): Promise<void> } {
  let closed = false;
  let end = () => {};
  const listening = (async () => {
    while (!closed) {
      try {
        const client = await database.connect();
        const gone = new Promise<void>((resolve) => {
          end = resolve;
          client.once("error", () => resolve());
          client.once("end", () => resolve());
        });
        client.on("notification", ring);
        if (!closed) {
          await client.query(`LISTEN ${channel}`);
          ring();
          await gone;
        }
        client.release(true);
      } catch {
        if (!closed) await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  })();
  return {
    async close() {
      closed = true;
      end();
      await listening;
    },
  };
}
