/** Who holds a lock, in one line, and whether that process still runs. */
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

const PREFIX = "pivert-lock";

/** This process, or rather this copy of the module: a thread may load its own. */
export const OWNER = [PREFIX, machine(), process.pid, startOf(process.pid)?.start ?? "", randomUUID()].join("|");

export type OwnerState = "alive" | "dead" | "elsewhere";

/** What became of the owner that a lock names; `elsewhere` when it cannot be asked from here. */
export function stateOf(owner: string): OwnerState {
  const [prefix, where, pid, start] = owner.split("|");
  if (prefix !== PREFIX || where !== machine() || !/^\d+$/.test(pid ?? "")) return "elsewhere";
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const now = startOf(Number(pid));
  if (!now || start === "") return "alive";
  // A number is given again; and a zombie is only waiting for its parent.
  return now.start === start && now.state !== "Z" ? "alive" : "dead";
}

/** The process number that an owner names. */
export function pidOf(owner: string): string | undefined {
  return /^[^|]*\|[^|]*\|(\d+)\|/.exec(owner)?.[1];
}

/** Names what gives process numbers their meaning: one run of one system, or one container in it. */
function machine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    // No Linux.
    return hostname();
  }
}

/** When a process started, in ticks since the system did, and its state; `undefined` where nothing says so. */
function startOf(pid: number): { start: string; state: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name, in parentheses, with whatever in it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, start] = [fields[0], fields[19]];
    return state !== undefined && start !== undefined ? { start, state } : undefined;
  } catch {
    return undefined;
  }
}
