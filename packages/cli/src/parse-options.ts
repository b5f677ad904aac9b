/** Options of a command, checked: an unknown one is an error of usage. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage.ts";

export function parseOptions<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A port number. */
export function parsePort(written: string): number {
  const port = Number(written);
  if (written.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`« ${written} » is no port: write a number from 1 to 65535.`);
  return port;
}
