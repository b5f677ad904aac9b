/** The files of a commit, out of `git ls-tree`. */
import { isUtf8 } from "node:buffer";
import { type Problem, problem } from "@pivert/model/problem";
import { admitFiles } from "./admit-files.ts";
import { runGit } from "./git.ts";
import { isIgnoredName } from "./ignored-name.ts";
import { RepositoryError } from "./repository-error.ts";
import type { SourceFile } from "./revision.ts";
import { MAX_FILES, tooManyFiles } from "./too-many-files.ts";

/** Some 160 bytes for each of the files allowed. A tree that repeats itself without end gets beyond. */
const MAX_LISTING = 16 * 1024 * 1024;

/**
 * Lists a tree; each file's oid is that of its blob.
 * @param tree the id of a commit or tree
 * @param environment what git is to know besides
 */
export async function listTree(
  gitFolder: string,
  tree: string,
  environment?: NodeJS.ProcessEnv,
): Promise<{ files: SourceFile[]; problems: Problem[] }> {
  const command = ["ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", tree];
  const { output, failure, tooMuch } = await runGit(gitFolder, command, MAX_LISTING, { environment });
  if (tooMuch) throw tooManyFiles(`${tree} of ${gitFolder}`);
  if (failure) throw failure;
  const unreadable: Problem[] = [];
  const listed: TreeEntry[] = [];
  for (const record of splitRecords(output)) {
    if (listed.length === MAX_FILES) throw tooManyFiles(`${tree} of ${gitFolder}`);
    const entry = parseRecord(record);
    if (!entry) unreadable.push(refuseEncoding(record));
    else if (!entry.path.split("/").some(isIgnoredName)) listed.push(entry);
  }
  const { admitted, problems } = admitFiles(listed);
  return {
    files: admitted.map(({ path, oid, size }) => ({ path, oid, size })),
    problems: [...problems, ...unreadable],
  };
}

interface TreeEntry extends SourceFile {
  kind: string;
}

function* splitRecords(listing: Buffer): Generator<Buffer> {
  for (let start = 0; start < listing.length; ) {
    const end = listing.indexOf(0, start);
    if (end === -1) return;
    yield listing.subarray(start, end);
    start = end + 1;
  }
}

/** `mode type oid size<TAB>path`, the size padded with spaces; `undefined` when the path is not UTF-8. */
function parseRecord(record: Buffer): TreeEntry | undefined {
  if (!isUtf8(record)) return undefined;
  const match = /^(\d+) (blob|commit) ([0-9a-f]{40}) +(\d+|-|BAD)\t(.*)$/s.exec(record.toString("utf8"));
  const [, mode = "", , oid, size, path] = match ?? [];
  const kind = KINDS[mode];
  if (oid === undefined || path === undefined || kind === undefined || size === "BAD")
    throw new RepositoryError(
      "git-failed",
      `The repository is damaged, or of a kind that cannot be read: its tree says « ${record} ». Try git fsck.`,
    );
  return { path, oid, size: Number(size) || 0, kind };
}

/** Git knows no others. A file may be executable: some disks set it on everything, and nothing here runs. */
const KINDS: Readonly<Record<string, string>> = {
  100644: "file",
  100755: "file",
  120000: "a symbolic link",
  160000: "a submodule",
};

function refuseEncoding(record: Buffer): Problem {
  const path = record.subarray(record.indexOf("\t") + 1);
  const found = path.toString("latin1").replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  const expected = "son encodage n’est pas UTF-8, renommez-le avec des lettres, chiffres et tirets";
  return problem("hostile-path", { file: path.toString("utf8"), found, expected });
}
