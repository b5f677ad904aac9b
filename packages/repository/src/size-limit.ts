/** How large a file of a site may be. */
import { type Problem, problem } from "@pivert/model/problem";

const MEGABYTE = 1024 * 1024;
const MAX_TEXT = MEGABYTE;
/** Of any file. */
export const MAX_FILE = 100 * MEGABYTE;

/** The problem of a file that is too large, if it is. Texts are those that a build parses: `.md`, `.yaml`, `.csv`, but in `media/`. */
export function refuseSize(file: string, size: number): Problem | undefined {
  if (size <= MAX_TEXT) return undefined;
  const found = `${(size / MEGABYTE).toFixed(1).replace(".", ",")} Mo`;
  if (/\.(md|yaml|csv)$/i.test(file) && !file.startsWith("media/"))
    return problem("file-too-large", { file, found, expected: "1 Mo au plus pour un texte" });
  if (size > MAX_FILE) return problem("file-too-large", { file, found, expected: "100 Mo au plus pour un fichier" });
  return undefined;
}
