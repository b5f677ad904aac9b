/** What Linux tells of processes; nothing on other systems. */
import { readdirSync, readFileSync } from "node:fs";

/** Places in `/proc/PID/stat` after the name, which may hold spaces. */
const PARENT = 1;
const SESSION = 3;
const TIMES = [11, 12, 13, 14];
const TICKS_A_SECOND = 100;

export function processesOfSession(session: number): string[] {
  return listProcesses().filter((pid) => statOf(pid)[SESSION] === String(session));
}

export function childrenOf(parent: number): string[] {
  return listProcesses().filter((pid) => statOf(pid)[PARENT] === String(parent));
}

/** Seconds of processor that a process and the children it waited for have used, to a hundredth. */
export function cpuOf(pid: string): number {
  const fields = statOf(pid);
  return TIMES.reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) / TICKS_A_SECOND;
}

/** Bytes in memory; pages that several processes share count once, divided among them (PSS). */
export function memoryOf(pid: string): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(`${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function statOf(pid: string): string[] {
  const text = readProc(`${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    // Another system than Linux: nothing is known.
    return [];
  }
}

function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, "utf8");
  } catch {
    // The process ended between two looks.
    return "";
  }
}
