/** The end of one site's build, for a person. */
import { relative } from "node:path";
import { formatProblem, type Problem } from "@pivert/model/problem";
import type { SiteOutcome } from "@pivert/operations";
import { explainError } from "./explain-error.ts";

type Report = Extract<SiteOutcome, { result: unknown }>["result"]["report"];

const SHOWN = 20;
const HEAVY_SHOWN = 3;

export function printOutcome(outcome: SiteOutcome): void {
  const lines = describeOutcome(outcome);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** A line that sums up the build, then its problems. */
export function describeOutcome(outcome: SiteOutcome): string[] {
  const { name, out } = outcome;
  if ("error" in outcome)
    return [`✗ ${name}: nothing was published`, ...indent(explainError(outcome.error).split("\n"))];
  const { report, unchanged, written, removed } = outcome.result;
  const errors = report.problems.filter(({ severity }) => severity === "error").length;
  const warnings = report.problems.length - errors;
  const found = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean);
  const work = unchanged
    ? "nothing changed"
    : `${written.length} written${removed.length > 0 ? `, ${removed.length} removed` : ""} in ${(report.duration / 1000).toFixed(2)} s`;
  const listed = report.problems.filter(({ code }) => code !== "heavy-page");
  return [
    `${errors > 0 ? "✗" : "✓"} ${name}: ${count(report.pages.length, "page")}, ${work}${found.length > 0 ? `, ${found.join(", ")}` : ""} → ${relative(process.cwd(), out) || "."}`,
    ...describeProblems(listed, `${relative(process.cwd(), out)}/build.json`),
    ...indent(describeWeight(report)),
  ];
}

/** The heaviest page, then the pages over their budget. */
function describeWeight({ pages, problems }: Report): string[] {
  const [heaviest] = [...pages].sort((a, b) => b.visit.bytes - a.visit.bytes);
  if (!heaviest) return [];
  const { visit, path, elements } = heaviest;
  const heavy = problems.filter(({ code }) => code === "heavy-page");
  const more = heavy.length - HEAVY_SHOWN;
  return [
    `heaviest first visit: ${path} ${Math.round(visit.bytes / 1000)} KB, ${count(visit.requests, "request")}, ${count(elements, "element")}, EcoIndex ${visit.ecoindex}`,
    ...heavy.slice(0, HEAVY_SHOWN).map(formatProblem),
    ...(more > 0 ? [`… and ${count(more, "more page")} over budget, all in build.json`] : []),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function indent(lines: string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** The first problems, a line each. @param all where the others can be read */
export function describeProblems(problems: readonly Problem[], all?: string): string[] {
  const hidden = problems.length - SHOWN;
  const more = hidden > 0 ? [`… and ${hidden} more${all === undefined ? "" : `, all in ${all}`}`] : [];
  return indent([...problems.slice(0, SHOWN).map(formatProblem), ...more]);
}
