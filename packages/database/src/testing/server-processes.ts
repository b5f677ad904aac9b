import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The processes of the embedded server of a folder, and its supervisor. */
export function serverProcesses(folder: string): { pid: number; command: string }[] {
  return execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8", maxBuffer: 1e8 })
    .split("\n")
    .filter((line) => line.includes(folder) && /supervisor\.ts|postgres/.test(line))
    .map((line) => {
      const [, pid = "", command = ""] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
      return { pid: Number(pid), command };
    });
}

export function supervisorOf(folder: string): number {
  return Number(readFileSync(join(folder, "supervisor.lock"), "utf8"));
}

export function serverOf(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, "server", "postmaster.pid"), "utf8"), 10);
}

/** Ends the server with all its processes, without any chance to write. */
export function killServer(folder: string): void {
  const server = serverOf(folder);
  const workers = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === server)
    .flatMap(([pid]) => pid ?? []);
  for (const pid of [server, ...workers]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}
