/** One line that shows how far a long command is, on a terminal; elsewhere, nothing. */
import type { WriteStream } from "node:tty";

export interface ProgressLine {
  show(what: string, done: number, total: number): void;
  clear(): void;
}

const WIDTH = 30;
const EVERY_MS = 100;

export function openProgressLine(stream: WriteStream | NodeJS.WriteStream): ProgressLine {
  let last = 0;
  const visible = stream.isTTY === true;
  return {
    show(what, done, total) {
      const now = Date.now();
      if (!visible || (now - last < EVERY_MS && done < total)) return;
      last = now;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
      stream.write(`\r\u001b[2K${bar} ${Math.round(share * 100)} % ${what}`);
    },
    clear() {
      if (visible) stream.write("\r\u001b[2K");
    },
  };
}
