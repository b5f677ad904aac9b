/** The command line: picks the command, turns failures into sentences and exit codes. */
import { explainError } from "./explain-error.ts";
import { USAGE, UsageError } from "./usage.ts";

/** Each command in a file of its own, loaded when it is called. */
const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  build: async () => (await import("./build-command.ts")).build,
  start: async () => (await import("./start-command.ts")).start,
  dev: async () => (await import("./dev-command.ts")).dev,
  import: async () => (await import("./import-command.ts")).importCommand,
  redirects: async () => (await import("./redirects-command.ts")).redirects,
};

async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || args.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`There is no command « ${name} ».`);
  return (await load())(args);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explainError(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
