/** Previews of drafts, made in a process of their own: it starts when somebody asks and ends when nobody does. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ContentError } from "@pivert/model";
import type { BuilderFolders } from "./open-builder.ts";
import type { FromPreviewWorker, PreviewAnswer, PreviewRequest, ToPreviewWorker } from "./preview-messages.ts";

export type { PreviewAnswer, PreviewContent, PreviewRequest } from "./preview-messages.ts";

export interface Previewer {
  /**
   * Shows a page or a file of a site as a commit would make it.
   * @throws ContentError when the settings of that commit cannot be read
   * @throws PreviewError when it takes too long, or the process that makes it ends
   */
  ask(request: PreviewRequest): Promise<PreviewAnswer>;
  close(): void;
}

export interface PreviewerOptions {
  folders: BuilderFolders;
  /** Where what was parsed is kept, a folder per site: a cache. */
  state: string;
  /** Largest heap, in megabytes. */
  heap?: number;
  /** How long an answer may take, in milliseconds, those before it included. */
  patience?: number;
  /** After how long without a question the process ends, in milliseconds. */
  idle?: number;
}

/** A preview that could not be made. */
export class PreviewError extends Error {
  override name = "PreviewError";
}

const WORKER = fileURLToPath(new URL("./preview-worker.ts", import.meta.url));
const MINUTE = 60_000;

interface Waiting {
  resolve(answer: PreviewAnswer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export function openPreviewer(options: PreviewerOptions): Previewer {
  const { folders, state, heap = 512, patience = MINUTE, idle = 10 * MINUTE } = options;
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let rest: NodeJS.Timeout | undefined;
  let last = 0;

  const start = (): ChildProcess => {
    const started = fork(WORKER, [], {
      execArgv: [`--max-old-space-size=${heap}`, "--disable-warning=ExperimentalWarning"],
      // Files travel as bytes.
      serialization: "advanced",
    });
    started.on("message", onMessage);
    started.on("exit", (code, signal) => {
      if (child !== started) return;
      child = undefined;
      for (const id of [...waiting.keys()])
        take(id)?.reject(new PreviewError(`The preview worker ended (${signal ?? `code ${code}`}).`));
    });
    tell(started, { kind: "open", folders, state });
    return started;
  };
  const take = (id: number) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    clearTimeout(asked?.timer);
    if (waiting.size === 0) {
      clearTimeout(rest);
      rest = setTimeout(stop, idle);
      rest.unref();
    }
    return asked;
  };
  const onMessage = (message: FromPreviewWorker) => {
    const asked = take(message.id);
    if ("answer" in message) asked?.resolve(message.answer);
    else asked?.reject(errorOf(message.failure));
  };
  const stop = () => {
    const ended = child;
    child = undefined;
    if (ended?.connected) ended.disconnect();
  };

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const timer = setTimeout(() => {
          // What takes so long would hold up all who ask next.
          child?.kill("SIGKILL");
          take(id)?.reject(new PreviewError(`The preview of ${request.site} took more than ${patience} ms.`));
        }, patience);
        waiting.set(id, { resolve, reject, timer });
        clearTimeout(rest);
        child ??= start();
        tell(child, { kind: "ask", id, request });
      }),
    close() {
      clearTimeout(rest);
      stop();
      for (const id of [...waiting.keys()]) take(id)?.reject(new PreviewError("The previews are closed."));
      clearTimeout(rest);
    },
  };
}

function tell(child: ChildProcess, message: ToPreviewWorker): void {
  // A worker that has just died: its end is told by `exit`.
  child.send(message, () => {});
}

function errorOf({ message, problems }: Extract<FromPreviewWorker, { failure: object }>["failure"]): Error {
  return problems ? new ContentError(problems) : new PreviewError(message);
}
