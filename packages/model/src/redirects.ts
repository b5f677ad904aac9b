/** `redirects.csv`: old path (with its query) and new path, one pair a line, quoted as RFC 4180 says. */
import { isWebAddress } from "./fields.ts";
import { type Problem, problem } from "./problem.ts";

export interface Redirect {
  /** Path and query on the old site, such as `/spip.php?article12`. */
  from: string;
  /** Path of the new site, or an absolute address. */
  to: string;
}

/**
 * Reads redirects. A header line (`from,to`), blank lines and lines that start with `#` are skipped; a line that is
 * no redirect, repeats an old path or leads to itself is a problem and is left out; chains are followed to their end.
 */
export function parseRedirects(csv: string, file = "redirects.csv"): { redirects: Redirect[]; problems: Problem[] } {
  const targets = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [index, line] of csv
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "" || line.startsWith("#") || (index === 0 && /^\s*(from|old|ancienne?)\b/i.test(line)))
      continue;
    const [from = "", to = "", ...rest] = splitCells(line);
    const refuse = (expected: string) =>
      problems.push(problem("bad-redirect", { file, line: index + 1, found: line, expected }));
    if (rest.length > 0) refuse("il faut deux colonnes, l’ancien chemin et le nouveau");
    else if (!isLocalPath(from)) refuse("l’ancien chemin doit commencer par « / »");
    else if (!isLocalPath(to) && !isWebAddress(to))
      refuse("le nouveau chemin doit commencer par « / » ou être une adresse complète");
    else if (targets.has(from)) refuse("cet ancien chemin est déjà redirigé plus haut");
    else targets.set(from, to);
  }
  const redirects: Redirect[] = [];
  for (const [from, to] of targets) {
    const end = followChain(from, to, targets);
    if (end === undefined)
      problems.push(
        problem("bad-redirect", { file, found: `${from},${to}`, expected: "cette redirection tourne en rond" }),
      );
    else redirects.push({ from, to: end });
  }
  return { redirects, problems };
}

function isLocalPath(path: string): boolean {
  return /^\/(?![/\\])[^\s\u0000-\u001f\u007f<>"\\]*$/u.test(path) && !path.split(/[?#]/)[0]?.split("/").includes("..");
}

function followChain(from: string, to: string, targets: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set([from]);
  let at = to;
  while (targets.has(at)) {
    if (seen.has(at)) return undefined;
    seen.add(at);
    at = targets.get(at) ?? at;
  }
  return seen.has(at) ? undefined : at;
}

function splitCells(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
  return cells;
}
