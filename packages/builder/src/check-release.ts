/** What can only be checked once all pages are known: links, their fragments, menu and redirects. */
import { contactRecipient, type Problem, problem } from "@pivert/model";
import { decodePath } from "./decode-path.ts";
import type { LoadedSite } from "./load-site.ts";
import type { Plan } from "./plan-pages.ts";
import type { PlannedRedirects } from "./plan-redirects.ts";
import type { Assets } from "./process-assets.ts";

export interface CheckReleaseOptions {
  loaded: LoadedSite;
  plan: Plan;
  redirects: PlannedRedirects;
  assets: Assets;
  /** Every file that the release will hold. */
  files: ReadonlySet<string>;
}

/** Finds the links that lead nowhere. */
export function checkRelease({ loaded, plan, redirects, assets, files }: CheckReleaseOptions): Problem[] {
  const problems: Problem[] = [];
  const recipient = contactRecipient(loaded.site);
  const redirected = new Set(redirects.redirects.map(({ from }) => from));
  const idsOf = new Map(plan.published.map((entry) => [entry.path, new Set(entry.body.ids)]));
  const answers = (path: string) => {
    const file = path.slice(1);
    return (
      files.has(file) ||
      files.has(`${file}index.html`) ||
      files.has(`${file}/index.html`) ||
      redirected.has(path) ||
      assets.byFile.get(file)?.kind === "file"
    );
  };
  for (const entry of plan.published) {
    for (const { path, fragment, written, line } of entry.body.links) {
      const page = path.endsWith("/") || /\.\w+$/.test(path) ? path : `${path}/`;
      const ids = idsOf.get(page);
      if (
        !(answers(page) || redirected.has(path + (/\?[^#]*/.exec(written)?.[0] ?? ""))) ||
        (fragment !== "" && ids !== undefined && !ids.has(fragment) && fragment !== "top")
      ) {
        problems.push(problem("dead-link", { file: entry.file, line, found: written }));
      }
    }
    if (recipient === undefined && entry.body.slots.some(({ kind }) => kind === "contact"))
      problems.push(problem("no-recipient", { file: entry.file, line: 1 }));
    const original = entry.fields.translationOf;
    if (original && !plan.published.some(({ file }) => file === original)) {
      problems.push(
        problem("unknown-target", {
          file: entry.file,
          line: entry.lines.translationOf,
          field: "translationOf",
          found: original,
        }),
      );
    }
  }
  const check = (to: string, line: number | undefined, file: string, field: string) => {
    if (!to.startsWith("/")) return;
    const written = to.replace(/[?#].*$/s, "");
    const path = decodePath(written) ?? written;
    if (!answers(path)) problems.push(problem("dead-link", { file, line, field, found: to }));
  };
  for (const [index, item] of loaded.site.menu.entries()) {
    check(item.to, loaded.lineOf(["menu", index, "to"]), "site.yaml", `menu.${index}.to`);
    for (const [below, child] of item.children.entries()) {
      check(
        child.to,
        loaded.lineOf(["menu", index, "children", below, "to"]),
        "site.yaml",
        `menu.${index}.children.${below}.to`,
      );
    }
  }
  for (const { from, to } of redirects.redirects) check(to, redirects.lineOf(from), "redirects.csv", "to");
  return problems;
}
