import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process of this id runs whose command has words that end in these: its id alone may have gone to another since. */
export function isRunning(pid: number, words: readonly string[]): boolean {
  const command = commandOf(pid);
  return command !== undefined && words.every((word) => `${command} `.includes(`${word} `));
}

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    if (process.platform === "linux") return undefined;
  }
  const { status, stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
