import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Probe } from "./image-info.ts";

/** What was found out about images, by blob id, kept from one process to the next. */
export interface ProbeMemory {
  recall(oid: string): Probe | undefined;
  remember(oid: string, probe: Probe): void;
}

/**
 * A text file to which each process appends lines `oid {…}`; the last one about an image counts. It is read once, at
 * the first question, and a line is parsed only when asked for: one file serves the images of every site.
 */
export function openProbeMemory(file: string): ProbeMemory {
  let lines: Map<string, string> | undefined;
  const known = new Map<string, Probe>();
  mkdirSync(dirname(file), { recursive: true });

  return {
    recall(oid) {
      lines ??= readLines(file);
      const probe = known.get(oid) ?? parseProbe(lines.get(oid));
      if (probe) known.set(oid, probe);
      return probe;
    },
    remember(oid, probe) {
      known.set(oid, probe);
      // The line starts with its separator, so that one cut short by a killed process spoils no other.
      appendFileSync(file, `\n${oid} ${JSON.stringify(probe)}`);
    },
  };
}

function readLines(file: string): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of readText(file).split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) lines.set(line.slice(0, space), line.slice(space + 1));
  }
  return lines;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function parseProbe(json: string | undefined): Probe | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isProbe(value) ? value : undefined;
  } catch {
    // Cut short by a killed process: the image is looked at again.
    return undefined;
  }
}

function isProbe(value: unknown): value is Probe {
  return typeof value === "object" && value !== null && ("refused" in value || "format" in value);
}
