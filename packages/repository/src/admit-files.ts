/** Which of the names that a folder or a commit lists may be used. */
import { foldPath, refuseLogicalPath } from "@pivert/model/logical-path";
import { type Problem, problem } from "@pivert/model/problem";
import { refuseSize } from "./size-limit.ts";

/** Folders inside one another, at most. */
const MAX_DEPTH = 12;

/** A name as a folder or a commit lists it, of which nothing is known to be safe. */
export interface Listed {
  path: string;
  /** `file`, or in English what it is instead, such as `a symbolic link`. */
  kind: string;
  size: number;
}

/**
 * Keeps the regular files with an innocent name, of a bearable size, that no other file is taken for on a system which
 * ignores case or normalises accents. A folder whose name is refused is one problem, not one for each of its files.
 * @returns the entries that may be used, sorted by path, and a problem for each of the others
 */
export function admitFiles<Entry extends Listed>(listed: readonly Entry[]): { admitted: Entry[]; problems: Problem[] } {
  const admitted: Entry[] = [];
  const problems = new Map<string, Problem>();
  const names = new TakenNames();
  for (const entry of smallLettersFirst(listed)) {
    const refused =
      refusePath(entry.path, entry.kind === "folder") ??
      refuseKind(entry) ??
      refuseSize(entry.path, entry.size) ??
      names.take(entry.path);
    if (!refused) admitted.push(entry);
    else if (!problems.has(refused.file)) problems.set(refused.file, refused);
  }
  return {
    admitted: admitted.sort(byPath),
    problems: [...problems.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

const byPath = (a: Listed, b: Listed) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Of `posts/` and `Posts/`, the first is the one that a site is made of. */
function smallLettersFirst<Entry extends Listed>(listed: readonly Entry[]): Entry[] {
  const swap = (letter: string) => (letter < "a" ? letter.toLowerCase() : letter.toUpperCase());
  const keys = new Map(listed.map((entry) => [entry, entry.path.replace(/[A-Z]/gi, swap)]));
  const keyOf = (entry: Entry) => keys.get(entry) ?? "";
  return listed.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** The problem of a path that may not be used: that of its first folder with the fault, or its own. */
export function refusePath(path: string, isFolder = false): Problem | undefined {
  const names = path.split("/");
  const tooDeep = names.length - (isFolder ? 0 : 1) > MAX_DEPTH;
  if (!tooDeep && !refuseLogicalPath(path)) return undefined;
  for (let depth = 1; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join("/");
    const reason = folder === "" ? undefined : refuseLogicalPath(folder);
    if (reason) return hostile(folder, reason);
    if (depth > MAX_DEPTH) return nestedTooDeep(folder);
  }
  const reason = refuseLogicalPath(path);
  return reason ? hostile(path, reason) : nestedTooDeep(path);
}

function hostile(path: string, reason: string): Problem {
  const found = path.slice(path.lastIndexOf("/") + 1) || path;
  const expected = `il ${reason}, renommez-le avec des lettres, chiffres et tirets`;
  return problem("hostile-path", { file: path, found, expected });
}

function nestedTooDeep(folder: string): Problem {
  return problem("hostile-path", { file: folder, expected: `${MAX_DEPTH} dossiers au plus, l’un dans l’autre` });
}

function refuseKind({ path, kind }: Listed): Problem | undefined {
  return kind === "file" ? undefined : problem("not-a-file", { file: path, found: kind });
}

/** The names used so far, and their folders, under the form in which two of them collide. */
class TakenNames {
  readonly #folded = new Map<string, string>();
  readonly #folders = new Set<string>();

  /** Takes a file's name, unless it or one of its folders is another's but for case: then returns the problem. */
  take(path: string): Problem | undefined {
    const end = path.lastIndexOf("/");
    const refused = end > 0 ? this.#enter(path.slice(0, end)) : undefined;
    if (refused) return refused;
    const folded = foldPath(path);
    const twin = this.#folded.get(folded);
    if (twin !== undefined) return problem("duplicate-name", { file: path, expected: twin });
    this.#folded.set(folded, path);
    return undefined;
  }

  #enter(folder: string): Problem | undefined {
    if (this.#folders.has(folder)) return undefined;
    const end = folder.lastIndexOf("/");
    const refused = end > 0 ? this.#enter(folder.slice(0, end)) : undefined;
    if (refused) return refused;
    const folded = foldPath(folder);
    const twin = this.#folded.get(folded);
    if (twin !== undefined) return problem("duplicate-name", { file: folder, expected: twin });
    this.#folded.set(folded, folder);
    this.#folders.add(folder);
    return undefined;
  }
}
