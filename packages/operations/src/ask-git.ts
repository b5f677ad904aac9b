/** The few questions about a site's repository that only native git answers. */
import { execFile } from "node:child_process";
import { devNull } from "node:os";

const MAX_BLOB = 32 * 1024 * 1024;

/** Whether a text has the form of an object id. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** Whether a commit holds another: it is the same, or a later one. */
export async function contains(repository: string, commit: string, earlier: string): Promise<boolean> {
  if (commit === earlier) return true;
  if (!isObjectId(commit) || !isObjectId(earlier)) return false;
  return (await askGit(repository, ["merge-base", "--is-ancestor", earlier, commit])) !== undefined;
}

/** The bytes of a blob, be it published, of a draft or of the past; `undefined` when there is none of this id. */
export async function readAnyBlob(repository: string, oid: string): Promise<Buffer | undefined> {
  return isObjectId(oid) ? askGit(repository, ["cat-file", "blob", oid]) : undefined;
}

/** What git printed; `undefined` when it said no. */
function askGit(repository: string, command: readonly string[]): Promise<Buffer | undefined> {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: devNull };
  const options = { env, encoding: "buffer", maxBuffer: MAX_BLOB } as const;
  return new Promise((resolve, reject) => {
    execFile("git", [`--git-dir=${repository}`, ...command], options, (error, output) => {
      if (!error) resolve(output);
      // 1 is « no », 128 « there is no such object ».
      else if (error.code === 1 || error.code === 128) resolve(undefined);
      else reject(error);
    });
  });
}
