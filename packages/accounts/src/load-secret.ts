import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { newSecret } from "./secrets.ts";

/**
 * The secret that signs session cookies, made once and kept in `file` for its owner alone: outside
 * the database, so that a copy of the database opens no session. Machines that serve the same accounts need the same.
 */
export function loadSecret(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      const secret = readFileSync(file, "utf8").trim();
      if (secret.length >= 43) return secret;
      rmSync(file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    const own = `${file}.${process.pid}`;
    writeFileSync(own, newSecret(), { mode: 0o600 });
    try {
      linkSync(own, file);
    } catch (error) {
      // Another process made it first: its secret is read.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      rmSync(own);
    }
  }
}
