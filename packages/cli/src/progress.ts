/** One line that says what is going on, on a terminal; elsewhere, nothing. */
import type { WriteStream } from "node:tty";

export interface Progress {
  step(site: string, step: string): void;
  finish(site: string): void;
  clear(): void;
}

const WORDS: Record<string, string> = {
  load: "reading",
  theme: "compiling the theme of",
  render: "rendering",
  write: "writing",
  images: "making the images of",
};

export function openProgress(stream: WriteStream | NodeJS.WriteStream, total: number): Progress {
  const current = new Map<string, string>();
  let done = 0;
  const visible = stream.isTTY === true;
  const clear = () => {
    if (visible) stream.write("\r\u001b[2K");
  };
  const draw = () => {
    if (!visible) return;
    const doing = [...current].map(([site, step]) => `${WORDS[step] ?? step} ${site}`).join(", ");
    stream.write(`\r\u001b[2K${doing && `[${done}/${total}] ${doing}`}`.slice(0, (stream.columns ?? 80) + 4));
  };
  return {
    step(site, step) {
      if (step === "done") current.delete(site);
      else current.set(site, step);
      draw();
    },
    finish(site) {
      current.delete(site);
      done++;
      draw();
    },
    clear,
  };
}
