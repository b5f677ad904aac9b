import type { FileDifference } from "./diff-trees.ts";
import { isText } from "./text-file.ts";

export interface MovedFile extends FileDifference {
  /** The path that the file had before. */
  movedFrom?: string;
}

/** The text that a draft adds and the one that it removes, when there is one of each, are the entry under two names. */
export function pairMoves(files: readonly FileDifference[]): MovedFile[] {
  const added = files.filter(({ path, before }) => before === undefined && isText(path));
  const removed = files.filter(({ path, after }) => after === undefined && isText(path));
  const [[to, ...more], [from, ...others]] = [added, removed];
  if (!to || !from || more.length > 0 || others.length > 0) return [...files];
  const rest = files.filter((file) => file !== to && file !== from);
  return [{ path: to.path, movedFrom: from.path, before: from.before, after: to.after }, ...rest];
}
