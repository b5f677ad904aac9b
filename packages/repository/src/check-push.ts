/** Whether a push may come in: asked while its objects are in quarantine, where nothing else sees them. */
import { BatchAnswers } from "./batch-answers.ts";
import { runGit, startGit } from "./git.ts";
import { listTree } from "./list-tree.ts";
import { MAX_FILE } from "./size-limit.ts";
import { FILE_MODE, FOLDER_MODE, fromTreeName, parseTree } from "./tree.ts";

/** A branch that a push would move. */
export interface RefUpdate {
  ref: string;
  /** Zeros for none. */
  from: string;
  to: string;
}

/** A push, and where its objects wait. */
export interface Push {
  gitFolder: string;
  updates: readonly RefUpdate[];
  /** Git's variables that lead to the quarantine. */
  environment: NodeJS.ProcessEnv;
}

const NONE = /^0+$/;
const MAX_OBJECTS_LISTED = 64 * 1024 * 1024;
/** Sentences shown to whoever pushes. */
const SHOWN = 20;

/** Why a push is refused, in sentences for its author; none when it may come in. */
export async function checkPush({ gitFolder, updates, environment }: Push): Promise<string[]> {
  const [update] = updates;
  if (!update || updates.length > 1 || update.ref !== "refs/heads/main")
    return [
      `only main may be pushed, and nothing with it: ${updates.map(({ ref }) => ref).join(", ")}. Try git push origin HEAD:main`,
    ];
  if (NONE.test(update.to)) return ["main may not be removed"];
  if (!NONE.test(update.from)) {
    const command = ["merge-base", "--is-ancestor", update.from, update.to];
    const { status, failure } = await runGit(gitFolder, command, 4096, { environment });
    if (status === 1) return ["main has changes that yours lacks. Try git pull --rebase, then push again"];
    if (failure) throw failure;
  }
  const reasons = await checkObjects({ gitFolder, updates, environment }, update);
  const { problems } = await listTree(gitFolder, update.to, environment);
  // A link or a submodule is in both.
  const named = problems.filter(({ code }) => code !== "not-a-file").map(({ file, message }) => `${file}: ${message}`);
  const all = [...new Set([...reasons, ...named])];
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}

/** Looks at every object that a push brings: whoever reads an older revision meets those of all its commits. */
async function checkObjects({ gitFolder, environment }: Push, { from, to }: RefUpdate): Promise<string[]> {
  const range = NONE.test(from) ? [to] : [to, `^${from}`];
  const listed = await runGit(gitFolder, ["rev-list", "--objects", ...range], MAX_OBJECTS_LISTED, { environment });
  if (listed.tooMuch) return ["too many objects at once. Push the older commits first"];
  if (listed.failure) throw listed.failure;
  const format = "--batch-check=%(objectname) %(objecttype) %(objectsize) %(rest)";
  const asked = { input: listed.output, environment };
  const known = await runGit(gitFolder, ["cat-file", format], 2 * MAX_OBJECTS_LISTED, asked);
  if (known.failure) throw known.failure;
  const trees = new Map<string, string>();
  const reasons: string[] = [];
  for (const line of known.output.toString("utf8").split("\n")) {
    const [, oid = "", type, size, path = ""] = /^([0-9a-f]{40}) (\S+) (\d+) (.*)$/s.exec(line) ?? [];
    if (type === "tree") trees.set(oid, path);
    else if (type === "blob" && Number(size) > MAX_FILE)
      reasons.push(`${path}: ${Math.ceil(Number(size) / 2 ** 20)} MB, ${MAX_FILE / 2 ** 20} MB at most`);
    else if (line !== "" && type !== "blob" && type !== "commit") reasons.push(`unexpected object: ${line}`);
  }
  for await (const tree of readAll({ gitFolder, environment }, [...trees.keys()]))
    for (const [name, { mode }] of parseTree(tree.bytes)) {
      const folder = trees.get(tree.oid);
      const path = folder ? `${folder}/${fromTreeName(name)}` : fromTreeName(name);
      if (mode !== FILE_MODE && mode !== FOLDER_MODE) reasons.push(`${path}: ${MODES[mode] ?? `its mode is ${mode}`}`);
    }
  return reasons;
}

const MODES: Readonly<Record<string, string>> = {
  100755: "files may not be executable. Try git update-index --chmod=-x on it, and git commit --amend",
  120000: "symbolic links are refused, in older commits too. Put the file itself in its place",
  160000: "submodules are refused, in older commits too. Put the files themselves in its place",
};

/** Objects, one at a time, in the order asked. */
async function* readAll({ gitFolder, environment }: Omit<Push, "updates">, oids: readonly string[]) {
  const git = startGit(gitFolder, ["cat-file", "--batch"], environment);
  git.process.stdin.end(oids.map((oid) => `${oid}\n`).join(""));
  const answers = new BatchAnswers();
  for await (const chunk of git.process.stdout) yield* answers.receive(chunk);
  const { failure } = await git.ended;
  if (failure) throw failure;
}
