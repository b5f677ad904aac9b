/** Resident build workers; each builds one site at a time, and one that dies is replaced. */
import { type ChildProcess, fork } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { fileURLToPath } from "node:url";
import { ContentError } from "@pivert/model/problem";
import type { Builder, BuilderFolders, BuildRequest, BuildResult } from "./open-builder.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

export interface WorkerPoolOptions {
  folders: BuilderFolders;
  /** How many sites are built at the same time. */
  size: number;
  /** Largest heap of a worker, in megabytes. */
  heap?: number;
}

/** A worker ended before it answered. */
export class WorkerError extends Error {
  constructor(site: string, how: string) {
    super(
      `The worker that built ${site} ended (${how}). Its site keeps its last good version; the log above may say why.`,
    );
    this.name = "WorkerError";
  }
}

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** Opens a pool. Builds of one output folder always go to one worker, which holds its state. */
export function openWorkerPool({ folders, size, heap = 1024 }: WorkerPoolOptions): Omit<Builder, "check"> {
  const workers: Worker[] = Array.from({ length: size }, () => ({
    queue: Promise.resolve(),
    waiting: 0,
    child: undefined,
  }));
  const homes = new Map<string, Worker>();

  const start = (): ChildProcess => {
    const child = fork(WORKER, [], {
      execArgv: [`--max-old-space-size=${heap}`, "--disable-warning=ExperimentalWarning"],
      env: {
        ...process.env,
        ...(getCompileCacheDir() === undefined ? {} : { NODE_COMPILE_CACHE: getCompileCacheDir() }),
      },
      serialization: "json",
    });
    child.send({ kind: "open", folders } satisfies ToWorker);
    return child;
  };
  const run = (worker: Worker, request: BuildRequest, onStep?: Parameters<Builder["build"]>[1]) =>
    new Promise<BuildResult>((resolve, reject) => {
      worker.child ??= start();
      const { child } = worker;
      const finish = () => {
        child.off("message", onMessage);
        child.off("exit", onExit);
      };
      const onExit = (code: number | null, signal: string | null) => {
        finish();
        worker.child = undefined;
        reject(new WorkerError(request.name, signal ?? `code ${code}`));
      };
      const onMessage = (message: FromWorker) => {
        if (message.kind === "step") return onStep?.(message.step);
        finish();
        if (message.kind === "built") return resolve(message.result);
        const { problems, name, message: text, stack } = message.error;
        reject(problems ? new ContentError(problems) : Object.assign(new Error(text), { name, stack }));
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.send({ kind: "build", request } satisfies ToWorker);
    });

  return {
    build(request, onStep) {
      const worker =
        homes.get(request.out) ?? workers.reduce((least, other) => (other.waiting < least.waiting ? other : least));
      homes.set(request.out, worker);
      worker.waiting++;
      const result = worker.queue.then(() => run(worker, request, onStep));
      worker.queue = result.then(
        () => {},
        () => {},
      );
      return result.finally(() => worker.waiting--);
    },
    close() {
      for (const { child } of workers) child?.disconnect();
    },
  };
}

interface Worker {
  child: ChildProcess | undefined;
  /** Ends when the last build asked of this worker does. */
  queue: Promise<void>;
  waiting: number;
}
