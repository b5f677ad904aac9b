/** Runs contestants in turn, round after round, so that what else the machine does falls on all of them. */
import { type Command, type Measure, runMeasured } from "./run-measured.ts";

export interface Contestant {
  name: string;
  /** Done before each run, outside of what is measured. */
  before?: () => void;
  command: () => Command;
  /** Runs in the first rounds only: for those who take long and are no yardstick. */
  rounds?: number;
}

export type Measures = Record<string, Measure[]>;

/** @returns the measures of each contestant, in the order of the rounds */
export async function alternate(contestants: readonly Contestant[], rounds: number): Promise<Measures> {
  const measures: Measures = Object.fromEntries(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const { name, before, command, rounds: own = rounds } of contestants) {
      if (round > own) continue;
      before?.();
      const measure = await runMeasured(command());
      measures[name]?.push(measure);
      tellRun(`${name}, round ${round} of ${own}`, measure);
    }
  }
  return measures;
}

function tellRun(what: string, { cpu, wall, memory, load }: Measure): void {
  const size = memory > 0 ? `, ${Math.round(memory / 2 ** 20)} MiB` : "";
  process.stderr.write(`  ${what}: ${cpu.toFixed(2)} s CPU, ${wall.toFixed(2)} s${size}, load ${load.toFixed(1)}\n`);
}
