/** Runs a command and measures its whole process tree. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import type { Readable } from "node:stream";
import { watchMemory } from "./tree-memory.ts";

export interface Command {
  argv: string[];
  cwd?: string;
  env?: Record<string, string>;
}

export interface Measure {
  /** Seconds of processor, user and system, of every process that the command started and waited for. */
  cpu: number;
  /** Seconds from start to end. */
  wall: number;
  /** Largest sum of the proportional set sizes (PSS) of the tree, sampled, in bytes. */
  memory: number;
  /** The machine's load average of the last minute when the command ended: what else ran meanwhile. */
  load: number;
}

/** The shell's own `times`, once the command has ended: to the millisecond, workers of workers included. */
const WRAPPER = '"$@" 3>&-; status=$?; times >&3; exit $status';

/** @throws what the command wrote to its standard error when it fails */
export async function runMeasured({ argv, cwd, env }: Command): Promise<Measure> {
  const started = performance.now();
  // A session of its own: whatever it starts is found by it.
  const child = spawn("bash", ["-c", WRAPPER, "bench", ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  const stopWatching = watchMemory(child.pid ?? 0);
  const [complaints, times] = [collect(child.stdio[2] as Readable), collect(child.stdio[3] as Readable)];
  const [code] = (await once(child, "close")) as [number | null];
  const wall = (performance.now() - started) / 1000;
  const memory = stopWatching();
  if (code !== 0) throw new Error(`${argv.join(" ").slice(0, 300)} ended with ${code}:\n${complaints.text}`);
  return { cpu: parseTimes(times.text), wall, memory, load: loadavg()[0] ?? 0 };
}

function collect(stream: Readable): { text: string } {
  const collected = { text: "" };
  stream.setEncoding("utf8").on("data", (text: string) => {
    collected.text += text;
  });
  return collected;
}

/** The second line of `times` is that of the children: `0m1.234s 0m0.056s`. */
function parseTimes(text: string): number {
  const line = text.trim().split("\n")[1] ?? "";
  const [user, system] = [...line.matchAll(/(\d+)m([\d.,]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds?.replace(",", ".")),
  );
  if (user === undefined || system === undefined) throw new Error(`The shell's times were not understood: ${text}`);
  return user + system;
}
