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
  /** Paths that whoever pushes may not change. */
  readOnly?: readonly string[];
}

const NONE = /^0+$/;
const MAX_OBJECTS_LISTED = 64 * 1024 * 1024;
/** Sentences shown to whoever pushes. */
const SHOWN = 20;

/** Why a push is refused, in French sentences for its author; none when it may come in. */
export async function checkPush({ gitFolder, updates, environment, readOnly = [] }: Push): Promise<string[]> {
  const [update] = updates;
  if (!update || updates.length > 1 || update.ref !== "refs/heads/main")
    return [
      `seule la branche main se pousse, et rien avec elle (${updates.map(({ ref }) => ref).join(", ")}). Essayez : git push origin HEAD:main`,
    ];
  if (NONE.test(update.to)) return ["la branche main ne se supprime pas"];
  if (!NONE.test(update.from)) {
    const command = ["merge-base", "--is-ancestor", update.from, update.to];
    const { status, failure } = await runGit(gitFolder, command, 4096, { environment });
    if (status === 1)
      return ["main a des changements que vous n’avez pas. Essayez : git pull --rebase, puis git push de nouveau"];
    if (failure) throw failure;
  }
  const reasons = await checkObjects({ gitFolder, environment }, update);
  const { problems } = await listTree(gitFolder, update.to, environment);
  // A link or a submodule is in both.
  const named = problems
    .filter(({ code }) => code !== "not-a-file")
    .map(({ file, editor }) => `${file} : ${sentence(editor)}`);
  const kept = await changedOf(readOnly, { gitFolder, environment }, update);
  const all = [...new Set([...reasons, ...named, ...kept.map((path) => `${path} : ${KEPT}`)])];
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `et ${all.length - SHOWN} autres`] : all;
}

/** A sentence that goes on from a path, and whose end is written with those of the others. */
function sentence(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`.replace(/\.$/, "");
}

const KEPT = "votre rôle ne permet pas de le changer. Demandez à une personne qui administre le site";

/** Which of some paths a push leaves otherwise than they are in `main`. */
async function changedOf(
  paths: readonly string[],
  { gitFolder, environment }: Pick<Push, "gitFolder" | "environment">,
  { from, to }: RefUpdate,
): Promise<string[]> {
  if (paths.length === 0 || NONE.test(from)) return [];
  const command = ["--literal-pathspecs", "diff", "--name-only", "--no-renames", "-z", from, to, "--", ...paths];
  const { output, failure } = await runGit(gitFolder, command, 64 * 1024, { environment });
  if (failure) throw failure;
  return output.toString("utf8").split("\0").filter(Boolean);
}

/** Looks at every object that a push brings: whoever reads an older revision meets those of all its commits. */
async function checkObjects(
  { gitFolder, environment }: Pick<Push, "gitFolder" | "environment">,
  { from, to }: RefUpdate,
): Promise<string[]> {
  const range = NONE.test(from) ? [to] : [to, `^${from}`];
  const listed = await runGit(gitFolder, ["rev-list", "--objects", ...range], MAX_OBJECTS_LISTED, { environment });
  if (listed.tooMuch) return ["trop d’objets à la fois. Poussez d’abord les commits les plus anciens"];
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
      reasons.push(`${path} : ${Math.ceil(Number(size) / 2 ** 20)} Mo, ${MAX_FILE / 2 ** 20} Mo au plus`);
    else if (line !== "" && type !== "blob" && type !== "commit") reasons.push(`objet inattendu : ${line}`);
  }
  for await (const tree of readAll({ gitFolder, environment }, [...trees.keys()]))
    for (const [name, { mode }] of parseTree(tree.bytes)) {
      const folder = trees.get(tree.oid);
      const path = folder ? `${folder}/${fromTreeName(name)}` : fromTreeName(name);
      if (mode !== FILE_MODE && mode !== FOLDER_MODE)
        reasons.push(`${path} : ${MODES[mode] ?? `son mode est ${mode}`}`);
    }
  return reasons;
}

const MODES: Readonly<Record<string, string>> = {
  100755: "un fichier ne peut pas être exécutable. Essayez : git update-index --chmod=-x, puis git commit --amend",
  120000:
    "les liens symboliques sont refusés, dans les commits plus anciens aussi. Mettez le fichier lui-même à la place",
  160000:
    "les sous-modules sont refusés, dans les commits plus anciens aussi. Mettez les fichiers eux-mêmes à la place",
};

/** Objects, one at a time, in the order asked. */
async function* readAll({ gitFolder, environment }: Pick<Push, "gitFolder" | "environment">, oids: readonly string[]) {
  const git = startGit(gitFolder, ["cat-file", "--batch"], environment);
  git.process.stdin.end(oids.map((oid) => `${oid}\n`).join(""));
  const answers = new BatchAnswers();
  for await (const chunk of git.process.stdout) yield* answers.receive(chunk);
  const { failure } = await git.ended;
  if (failure) throw failure;
}
