/**
 * The redirects of a site, once it is known what is live; old paths without a query also get a small page that leads on,
 * for hosts whose server knows no redirects.
 */
import { type ParsedRedirects, parseRedirects } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { decodePath } from "./decode-path.ts";
import { planText, type TextPlan } from "./page-plan.ts";

export interface PlannedRedirects extends ParsedRedirects {
  /** The small pages. */
  texts: TextPlan[];
}

/**
 * @param csv the text of `redirects.csv`
 * @param served every file that the site serves on its own
 * @param imageAddress where an image of `media/` is served, since it is never served as it came
 */
export function planRedirects(
  csv: string,
  served: ReadonlySet<string>,
  imageAddress: (file: string) => string | undefined,
): PlannedRedirects {
  const written = parseRedirects(csv, { isLive: (path) => isServed(path, served) });
  const redirects = written.redirects.map(({ from, to }) => ({ from, to: imageTarget(to, imageAddress) ?? to }));
  const parsed = { ...written, redirects };
  const files = new Set(served);
  const folders = new Set([...served].flatMap(foldersOf));
  const texts = parsed.redirects.flatMap(({ from, to }) => {
    const file = redirectFile(from);
    // A file cannot stand where a folder does: a server with the list of redirects still answers.
    if (
      file === undefined ||
      files.has(file) ||
      folders.has(file) ||
      foldersOf(file).some((folder) => files.has(folder))
    )
      return [];
    files.add(file);
    for (const folder of foldersOf(file)) folders.add(folder);
    return [planText(file, pageTo(to))];
  });
  return { ...parsed, texts };
}

function imageTarget(to: string, imageAddress: (file: string) => string | undefined): string | undefined {
  const file = to.startsWith("/media/") ? decodePath(to.slice(1)) : undefined;
  return file === undefined ? undefined : imageAddress(file);
}

function isServed(path: string, served: ReadonlySet<string>): boolean {
  if (/[?#]/.test(path)) return false;
  const file = decodePath(path.slice(1)) ?? path.slice(1);
  return served.has(file) || served.has(`${file}index.html`) || served.has(`${file}/index.html`);
}

function pageTo(to: string): string {
  const href = escapeAttribute(to);
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Cette page a déménagé</title><meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=${href}"><link rel="canonical" href="${href}"><p><a href="${href}">Cette page a déménagé.</a></p></html>\n`;
}

/** Of file names with their folders: systems take 4,096 bytes with the folder of the release. */
const LONGEST_PATH = 1500;

function redirectFile(from: string): string | undefined {
  const path = /[?#]/.test(from) ? undefined : decodePath(from.slice(1));
  if (path === undefined || path === "" || /[\u0000-\u001f\u007f\\]/.test(path)) return undefined;
  const names = path.split("/");
  const isOdd = (name: string, index: number) =>
    name === "." || name === ".." || (name === "" && index < names.length - 1) || Buffer.byteLength(name) > 200;
  if (names.some(isOdd) || Buffer.byteLength(path) > LONGEST_PATH) return undefined;
  if (path.endsWith("/")) return `${path}index.html`;
  return /\.html?$/i.test(path) ? path : `${path}/index.html`;
}

/** `a` and `a/b` for `a/b/c.html`. */
function foldersOf(file: string): string[] {
  const names = file.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
