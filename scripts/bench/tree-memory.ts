/** How much memory a process and all it starts use at most. */
import { memoryOf, processesOfSession } from "./proc.ts";

/** Short processes are gone before a slow sampler looks; long ones are not worth the sampling. */
const FIRST = 15;
const LATER = 120;
const SHORT = 1500;

/**
 * Samples the processes of a session until told to stop.
 * @returns a function that stops, and gives the largest sum of PSS seen, in bytes; 0 where the system does not tell
 */
export function watchMemory(session: number): () => number {
  const started = performance.now();
  let largest = 0;
  let timer: NodeJS.Timeout;
  const sample = () => {
    largest = Math.max(
      largest,
      processesOfSession(session).reduce((sum, pid) => sum + memoryOf(pid), 0),
    );
    timer = setTimeout(sample, performance.now() - started < SHORT ? FIRST : LATER);
  };
  timer = setTimeout(sample, FIRST);
  return () => {
    clearTimeout(timer);
    return largest;
  };
}
