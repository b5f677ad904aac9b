import { refuseLogicalPath } from "@pivert/model/logical-path";
import { BlobReader } from "./blob-reader.ts";
import { findGitFolder, runGit } from "./git.ts";
import { listTree } from "./list-tree.ts";
import { RepositoryError } from "./repository-error.ts";
import type { Revision } from "./revision.ts";

export interface ReadRevisionOptions {
  /** Only this folder of the tree, such as `sites/roues-libres`; paths are relative to it. */
  under?: string;
}

/**
 * Opens one commit of a repository, bare or not, without a checkout. Nothing that the repository configures is run.
 * @param repository the folder of the repository itself, not one inside it
 * @param revision a commit id, branch, tag, or anything that git resolves to one commit
 * @throws RepositoryError `no-repository`, `unknown-revision`, `unknown-folder`, `too-many-files`, `git-failed`
 */
export async function readRevision(
  repository: string,
  revision: string,
  { under }: ReadRevisionOptions = {},
): Promise<Revision> {
  const gitFolder = findGitFolder(repository);
  const id = await resolveCommit(gitFolder, revision);
  const tree = under === undefined ? id : await resolveFolder(gitFolder, id, under);
  const { files, problems } = await listTree(gitFolder, tree);
  const blobs = new BlobReader(gitFolder);
  return { id, files, problems, read: (asked) => blobs.read(asked), close: () => blobs.close() };
}

const OBJECT_ID = /^[0-9a-f]{40}$/;
/** Answers of one object: a longer one is none. */
const MAX_ANSWER = 4096;

async function resolveCommit(gitFolder: string, revision: string): Promise<string> {
  // Git has no names with control characters, and no process can be given a NUL.
  const command = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const answer = /[\0-\x1f]/.test(revision) ? undefined : await runGit(gitFolder, command, MAX_ANSWER);
  const id = answer?.output.toString("latin1").trim() ?? "";
  if (answer?.status === 0 && OBJECT_ID.test(id)) return id;
  if (/^[0-9a-f]{64}$/.test(id))
    throw new RepositoryError(
      "git-failed",
      `${gitFolder} uses SHA-256. Convert it to SHA-1, which ids here are made of.`,
    );
  // Git says 1 when the revision is at fault, more when it cannot answer.
  if (answer?.failure && answer.status !== 1) throw answer.failure;
  throw new RepositoryError(
    "unknown-revision",
    `${gitFolder} has no commit ${JSON.stringify(revision)}. Give the id of a commit, a branch or a tag.`,
  );
}

async function resolveFolder(gitFolder: string, commit: string, under: string): Promise<string> {
  const folder = under.replace(/\/$/, "");
  if (refuseLogicalPath(folder) === undefined) {
    const command = ["--literal-pathspecs", "ls-tree", "-d", "-z", "--full-tree", commit, "--", folder];
    const { output, failure } = await runGit(gitFolder, command, MAX_ANSWER);
    if (failure) throw failure;
    const [, id = ""] = /^040000 tree ([0-9a-f]{40})\t/.exec(output.toString("latin1")) ?? [];
    if (OBJECT_ID.test(id)) return id;
  }
  throw new RepositoryError(
    "unknown-folder",
    `Commit ${commit} of ${gitFolder} has no folder ${JSON.stringify(under)}.`,
  );
}
