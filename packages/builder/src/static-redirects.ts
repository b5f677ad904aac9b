/** Old paths without a query as small pages that lead on, for hosts whose server knows no redirects. */
import type { Redirect } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { planText, type TextPlan } from "./page-plan.ts";

/** @param taken files of the output that must not be overwritten */
export function planRedirects(redirects: readonly Redirect[], taken: ReadonlySet<string>): TextPlan[] {
  return redirects.flatMap(({ from, to }) => {
    const file = redirectFile(from);
    if (file === undefined || taken.has(file)) return [];
    const href = escapeAttribute(to);
    return [
      planText(
        file,
        `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Cette page a déménagé</title><meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=${href}"><link rel="canonical" href="${href}"><p><a href="${href}">Cette page a déménagé.</a></p></html>\n`,
      ),
    ];
  });
}

function redirectFile(from: string): string | undefined {
  if (/[?#]/.test(from)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(from.slice(1));
  } catch {
    // A stray percent sign names no file.
    return undefined;
  }
  const names = path.split("/");
  if (
    path === "" ||
    names.some(
      (name, index) =>
        name === ".." || name === "." || (name === "" && index < names.length - 1) || Buffer.byteLength(name) > 200,
    )
  )
    return undefined;
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return undefined;
  if (path.endsWith("/")) return `${path}index.html`;
  return /\.html?$/i.test(path) ? path : `${path}/index.html`;
}
