import { fork } from "node:child_process";
import { once } from "node:events";
import { onTestFinished as onCurrentTestFinished } from "vitest";
import { eventually } from "./eventually.ts";

/** What the processes of these tests say. */
export interface Said {
  ready?: true;
  began?: string;
  failed?: string;
  code?: string;
}

export interface ProcessOptions {
  uid?: number;
  env?: Record<string, string>;
  /** Of the test's context, where tests run side by side. */
  onTestFinished?: typeof onCurrentTestFinished;
}

/** Runs a script in a process of its own until it says that it is ready or has failed; it ends with the test. */
export async function startProcess(
  script: string,
  parameters: string[],
  { uid, env, onTestFinished = onCurrentTestFinished }: ProcessOptions = {},
) {
  const child = fork(script, parameters, {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const said: Said[] = [];
  child.on("message", (message) => said.push(message as Said));
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  await eventually("the process is ready", () => said.some(({ ready, failed }) => ready || failed));
  return { child, said, ended };
}
