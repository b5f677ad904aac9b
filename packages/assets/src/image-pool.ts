import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { VariantSize } from "./encode-variant.ts";
import type { Probe, Refusal } from "./image-info.ts";
import type { ReencodedImage } from "./reencode-image.ts";

/** What is sent to an image process: an image, and what to do with it. */
export type ImageTask = { bytes: Uint8Array } & (
  | { action: "inspect" }
  | { action: "encode"; size: VariantSize }
  | { action: "reencode" }
);

/** What it sends back; after the `last` answer it is to be killed. */
export interface ImageReply {
  answer: Probe | Uint8Array | ReencodedImage;
  last: boolean;
}

/** `inspectImage`, `encodeVariant` and `reencodeImage`, in another process. */
export interface ImageDecoder {
  inspect(bytes: Uint8Array): Promise<Probe>;
  encode(bytes: Uint8Array, size: VariantSize): Promise<Uint8Array | Refusal>;
  reencode(bytes: Uint8Array): Promise<ReencodedImage | Refusal>;
}

/** What one image may use. */
export interface ImageLimits {
  cpuSeconds: number;
  megabytes: number;
}

export const DEFAULT_LIMITS: ImageLimits = { cpuSeconds: 30, megabytes: 1500 };

/** The process died or fell silent over an image: this may be the image's fault or a full machine's. */
export class ImageProcessStopped extends Error {
  override readonly name = "ImageProcessStopped";
}

export interface ImagePool {
  /** Runs `work` when there is room; it loads an image, and hands it to the decoder if that is needed. */
  run<T>(work: (decoder: ImageDecoder) => Promise<T>): Promise<T>;
}

const ENTRY = fileURLToPath(new URL("./image-process.ts", import.meta.url));
const IDLE_MS = 5_000;
/** A process that uses no time but gives no answer either; the limits of use end all others before. */
const SILENCE_MS = 120_000;

/**
 * Processes that decode images, started when first needed and stopped when idle. They do not keep the program alive,
 * and end with it.
 * @param size how many work at once
 */
export function openImagePool(size: number, limits: ImageLimits): ImagePool {
  const idle = new Map<ChildProcess, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const decoder: ImageDecoder = {
    inspect: async (bytes) => (await ask({ bytes, action: "inspect" })) as Probe,
    encode: async (bytes, size) => (await ask({ bytes, action: "encode", size })) as Uint8Array | Refusal,
    reencode: async (bytes) => (await ask({ bytes, action: "reencode" })) as ReencodedImage | Refusal,
  };

  async function ask(task: ImageTask): Promise<ImageReply["answer"]> {
    const child = takeIdle() ?? (await start());
    const { answer, last } = await exchange(child, task);
    if (last) child.kill("SIGKILL");
    else putIdle(child);
    return answer;
  }

  async function start(): Promise<ChildProcess> {
    const child = await startProcess(limits);
    child.once("exit", () => forget(child));
    return child;
  }

  function takeIdle(): ChildProcess | undefined {
    const [child] = idle.keys();
    if (child) forget(child);
    return child;
  }

  function putIdle(child: ChildProcess): void {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const stop = setTimeout(() => {
      forget(child);
      child.kill("SIGKILL");
    }, IDLE_MS);
    stop.unref();
    idle.set(child, stop);
  }

  function forget(child: ChildProcess): void {
    clearTimeout(idle.get(child));
    idle.delete(child);
  }

  return {
    async run(work) {
      if (running === size) await new Promise<void>((resolve) => waiting.push(resolve));
      else running++;
      try {
        return await work(decoder);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}

async function startProcess({ cpuSeconds, megabytes }: ImageLimits): Promise<ChildProcess> {
  const child = fork(ENTRY, [String(cpuSeconds), String(megabytes)], {
    execArgv: [],
    // Nothing of ours, secrets least of all. Few arenas: memory that one image used is given back before the next.
    // VIPS_WARNING, when set, silences the warnings of decoders.
    env: { PATH: process.env.PATH, MALLOC_ARENA_MAX: "2", VIPS_WARNING: "off" },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const stopped = once(child, "exit").then(([code, signal]) => {
    throw new Error(`The process that decodes images did not start (${signal ?? `exit ${code}`}): is sharp installed?`);
  });
  await Promise.race([once(child, "message"), stopped]);
  stopped.catch(() => {});
  return child;
}

function exchange(child: ChildProcess, task: ImageTask): Promise<ImageReply> {
  return new Promise((resolve, reject) => {
    const silence = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
    const settle = (end: () => void) => {
      clearTimeout(silence);
      child.off("message", onReply).off("exit", onExit);
      keepAlive(child, false);
      end();
    };
    const onReply = (reply: unknown) => settle(() => resolve(reply as ImageReply));
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => reject(new ImageProcessStopped(`The process that decodes images stopped (${signal ?? code}).`)));
    child.on("message", onReply).on("exit", onExit);
    keepAlive(child, true);
    // A process that is gone also exits, which says more than a failed send.
    child.send(task, () => {});
  });
}

/** An idle process must not keep the program from ending; one at work must. */
function keepAlive(child: ChildProcess, alive: boolean): void {
  if (alive) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
