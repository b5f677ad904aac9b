/** `redirects.csv`: old path (with its query) and new path, one pair a line, quoted as RFC 4180 says. */
import { isWebAddress } from "./fields.ts";
import { type Problem, problem } from "./problem.ts";

export interface Redirect {
  /** Path and query on the old site, such as `/spip.php?article12`. */
  from: string;
  /** Path of the new site, or an absolute address. */
  to: string;
}

export interface ParseRedirectsOptions {
  /** The path named by problems. */
  file?: string;
  /** Whether a path answers on its own: what is live is never led away from. */
  isLive?: (path: string) => boolean;
}

export interface ParsedRedirects {
  redirects: Redirect[];
  problems: Problem[];
  /** The line of an old path. */
  lineOf: (from: string) => number | undefined;
}

/**
 * Reads redirects. A header line (`from,to`), blank lines and lines that start with `#` are skipped; a line that is
 * no redirect, repeats an old path, leads to itself or away from a live page is a problem and is left out; chains are
 * followed to their end.
 */
export function parseRedirects(
  csv: string,
  { file = "redirects.csv", isLive = () => false }: ParseRedirectsOptions = {},
): ParsedRedirects {
  const targets = new Map<string, string>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const [index, line] of csv
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "" || line.startsWith("#") || (index === 0 && /^\s*(from|old|ancien(ne)?)\b/i.test(line)))
      continue;
    const [from = "", to = "", ...rest] = splitCells(line);
    const refuse = (expected: string) =>
      problems.push(problem("bad-redirect", { file, line: index + 1, found: line, expected }));
    if (rest.length > 0) refuse("il faut deux colonnes, l’ancien chemin et le nouveau");
    else if (!isLocalPath(from)) refuse("l’ancien chemin doit commencer par « / »");
    else if (!isLocalPath(to) && !isWebAddress(to))
      refuse("le nouveau chemin doit commencer par « / » ou être une adresse complète");
    else if (isLive(from)) refuse("une page du site a déjà cette adresse : retirez cette ligne ou déplacez la page");
    else if (targets.has(from)) refuse("cet ancien chemin est déjà redirigé plus haut");
    else {
      targets.set(from, to);
      lines.set(from, index + 1);
    }
  }
  const ends = followChains(targets);
  const redirects: Redirect[] = [];
  for (const [from, to] of targets) {
    const end = ends.get(from);
    if (end === undefined) {
      const facts = {
        file,
        line: lines.get(from),
        found: `${from},${to}`,
        expected: "cette redirection tourne en rond",
      };
      problems.push(problem("bad-redirect", facts));
    } else redirects.push({ from, to: end });
  }
  return { redirects, problems, lineOf: (from) => lines.get(from) };
}

function isLocalPath(path: string): boolean {
  return /^\/(?![/\\])[^\s\u0000-\u001f\u007f<>"\\]*$/u.test(path) && !path.split(/[?#]/)[0]?.split("/").includes("..");
}

/** Where each old path leads in the end; `undefined` when that is a loop. Each path is walked once, however long the chains. */
function followChains(targets: ReadonlyMap<string, string>): Map<string, string | undefined> {
  const ends = new Map<string, string | undefined>();
  for (const from of targets.keys()) {
    const walked = new Set<string>();
    let at = from;
    for (let to = targets.get(at); to !== undefined && !ends.has(at) && !walked.has(at); to = targets.get(at)) {
      walked.add(at);
      at = to;
    }
    const end = targets.has(at) ? ends.get(at) : at;
    for (const path of walked) ends.set(path, end);
  }
  return ends;
}

/** The cells of a line; a cell whose quotes are badly placed is kept as it stands, and no path starts with a quote. */
function splitCells(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g))
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
  return cells;
}

/** Writes redirects as {@link parseRedirects} reads them, with a header, sorted by old path. */
export function formatRedirects(redirects: readonly Redirect[]): string {
  const lines = redirects.map(({ from, to }) => `${formatCell(from)},${formatCell(to)}`).sort();
  return `${["from,to", ...lines].join("\n")}\n`;
}

function formatCell(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
