import { DatabaseError } from "../database-error.ts";

/** What PostgreSQL writes, and what it means to whoever runs the host. */
const CAUSES: [words: RegExp, code: DatabaseError["code"], sentence: (folder: string) => string][] = [
  [
    /No space left on device|Disk quota exceeded|Check free disk space/i,
    "disk-full",
    (folder) => `The disk of ${folder} is full. Free some space and start again: nothing that was saved is lost.`,
  ],
  [
    /Address already in use|could not (bind|create any TCP)/i,
    "no-port",
    () => "PostgreSQL found no free port on 127.0.0.1. Stop what uses them, or set DATABASE_URL.",
  ],
  [
    /database files are incompatible with server|was initialized by PostgreSQL version/i,
    "other-version",
    (folder) => otherVersion(folder, "another version", "this one"),
  ],
  [
    /Permission denied|EACCES|EPERM|has wrong ownership|invalid permissions|Read-only file system/i,
    "no-permission",
    (folder) =>
      `PostgreSQL may not use ${folder}. It must belong to the account that runs Pivert (« chown -R »), with mode 700.`,
  ],
  [
    /error while loading shared libraries|cannot open shared object/i,
    "no-binaries",
    () =>
      "PostgreSQL lacks libraries: its install script was skipped. See allowBuilds in pnpm-workspace.yaml, then « pnpm install --force ».",
  ],
];

/** Turns what the server wrote before it gave up into an error that says what to do. */
export function explainFailure(folder: string, output: string): DatabaseError {
  const cause = new Error(output.trim().split("\n").slice(-15).join("\n"));
  for (const [words, code, sentence] of CAUSES)
    if (words.test(output)) return new DatabaseError(code, sentence(folder), { cause });
  const last = output.trim().split("\n").at(-1) ?? "it wrote nothing";
  return new DatabaseError("start-failed", `The PostgreSQL of ${folder} did not start: ${last}`, { cause });
}

export function otherVersion(folder: string, found: string, ours: string): string {
  return `${folder} was written by PostgreSQL ${found}, and this Pivert comes with ${ours}. Restore a backup made by « pg_dump » into a new folder, or go back to the Pivert that wrote it.`;
}
