/** What an editor changes in a site's files, checked before it meets a repository. */
import { type Problem, problem } from "@pivert/model";
import { refusePath } from "./admit-files.ts";
import { isIgnoredName } from "./ignored-name.ts";
import { refuseSize } from "./size-limit.ts";

export type Change =
  /** Writes a file, new or not. */
  | { path: string; content: Uint8Array | string }
  | { path: string; delete: true }
  /** Gives a file another path, and another content with it if there is one. */
  | { path: string; movedFrom: string; content?: Uint8Array | string }
  /** Adds a line at the end of a text, such as `redirects.csv`, whatever it holds by then, unless the line is there. */
  | { path: string; addLine: string };

/** Changes that may not be made, and why. Nothing was written. */
export class RefusedChange extends Error {
  readonly code = "refused";
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
    this.name = "RefusedChange";
    this.problems = problems;
  }
}

/** Throws a {@link RefusedChange} when a path is hostile or named twice, or a content too large. */
export function checkChanges(changes: readonly Change[]): void {
  const problems: Problem[] = [];
  const written = new Set<string>();
  for (const change of changes) {
    const { path } = change;
    problems.push(...[refuseName(path), refuseContent(change)].filter((found) => found !== undefined));
    if ("movedFrom" in change) problems.push(...[refuseName(change.movedFrom)].filter((found) => found !== undefined));
    if ("addLine" in change) continue;
    if (written.has(path)) problems.push(problem("duplicate-name", { file: path, expected: path }));
    written.add(path);
  }
  if (problems.length > 0) throw new RefusedChange(problems);
}

export function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? Buffer.from(content, "utf8") : content;
}

function refuseName(path: string): Problem | undefined {
  const refused = refusePath(path);
  if (refused) return refused;
  // It would be saved, and never read again.
  const ignored = path.split("/").find(isIgnoredName);
  const expected = "les fichiers de ce nom ne sont pas publiés, renommez-le avec des lettres, chiffres et tirets";
  return ignored === undefined ? undefined : problem("hostile-path", { file: path, found: ignored, expected });
}

function refuseContent(change: Change): Problem | undefined {
  if ("addLine" in change && /[\r\n\0]/.test(change.addLine))
    return problem("wrong-type", { file: change.path, found: change.addLine, expected: "une seule ligne" });
  const content = "content" in change ? change.content : undefined;
  return content === undefined ? undefined : refuseSize(change.path, bytesOf(content).byteLength);
}
