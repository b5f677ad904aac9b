import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "saving-process.ts");

export type Acknowledged = [path: string, revision: string];

/** A program that saves to a repository, in a process of its own. */
export interface Saver {
  /** It waits for its start. */
  ready: Promise<void>;
  /** Lets it save, and waits until it was told that the first is saved. */
  start(): Promise<void>;
  /** What it was told is saved, when it has ended. */
  acknowledged: Promise<Acknowledged[]>;
  kill(): void;
}

/**
 * Prepares a program that saves `count` texts.
 * @param how `plain` for isomorphic-git as it comes
 */
export function prepareSaver(repository: string, label: string, count: number, how = ""): Saver {
  const options = ["--disable-warning=ExperimentalWarning", PROGRAM, repository, label, `${count}`, how];
  // Half of a start is compiling.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "pivert-test-compiled") };
  const complaints = how === "plain" ? "ignore" : "inherit";
  const child = spawn(process.execPath, options, { stdio: ["pipe", "pipe", complaints], env });
  // It may be killed before it reads.
  child.stdin.on("error", () => {});
  let said = "";
  const ready = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    ready.resolve();
    if (!/^ready\n$/.test(said)) begun.resolve();
  });
  child.once("close", () => {
    for (const moment of [ready, begun, ended]) moment.resolve();
  });
  return {
    ready: ready.promise,
    async start() {
      child.stdin.write("start\n");
      await begun.promise;
    },
    // The last line may be cut.
    acknowledged: ended.promise.then(() =>
      [...said.matchAll(/^(\S+) ([0-9a-f]{40})$/gm)].map(([, path = "", oid = ""]) => [path, oid]),
    ),
    kill: () => void child.kill("SIGKILL"),
  };
}
