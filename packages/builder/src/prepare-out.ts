/** The folder that a build writes into: made when it is missing, refused when it holds something else. */
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder that cannot be built into. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** @throws OutputError, or an error of the system with its code (`EACCES`, `ENOTDIR`, `EROFS`…) */
export function prepareOut(out: string): void {
  makeFolder(out);
  if (existsSync(join(out, ".pivert"))) return;
  const [first] = readdirSync(out);
  if (first !== undefined)
    throw new OutputError(
      `${out} holds other files (${first}): choose an empty folder, or one that an earlier build made.`,
    );
}

/** One folder at a time: where nothing can be made, as in `/proc`, a recursive `mkdirSync` of Node 24 never returns. */
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw new OutputError(`${folder} is a file, not a folder. Choose another folder with --out.`);
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process may have made it just now.
    if (code === "EEXIST" && existsSync(folder)) return;
    if (code === "EEXIST")
      throw new OutputError(`${folder} is a link that leads nowhere. Remove it, or choose another.`);
    if (code === "ENOENT") throw new OutputError(`No folder can be made at ${folder}. Choose another one with --out.`);
    throw error;
  }
}
