/** `import-report.json` and `import-report.html`: what came over, what changed form, and each thing lost. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportedEntry, ImportItem, ImportSource, Mapping, Notice, NoticeKind, Tally } from "./import-item.ts";
import { reportPage } from "./report-page.ts";

export interface ImportReport {
  source: ImportSource;
  /** ISO 8601. */
  date: string;
  /** Entries written, by collection. */
  entries: Record<string, number>;
  /** Files copied. */
  assets: number;
  tallies: Tally[];
  mappings: Mapping[];
  notices: Notice[];
  /** Whether everything found is accounted for: kept, or listed with a reason. */
  complete: boolean;
}

export interface OpenReport {
  entry(entry: ImportedEntry): void;
  asset(): void;
  notice(notice: Notice): void;
  item(item: Extract<ImportItem, { kind: "notice" | "tally" | "mapping" }>): void;
  readonly result: ImportReport;
}

export function openReport(source: ImportSource, now: Date): OpenReport {
  const result: ImportReport = {
    source,
    date: now.toISOString(),
    entries: {},
    assets: 0,
    tallies: [],
    mappings: [],
    notices: [],
    complete: true,
  };
  return {
    result,
    entry({ file }) {
      const collection = collectionOf(file);
      result.entries[collection] = (result.entries[collection] ?? 0) + 1;
    },
    asset() {
      result.assets++;
    },
    notice(notice) {
      result.notices.push(notice);
    },
    item(item) {
      const { kind, ...rest } = item;
      if (kind === "notice") result.notices.push(rest as Notice);
      else if (kind === "mapping") result.mappings.push(rest as Mapping);
      else {
        const tally = rest as Tally;
        result.tallies.push(tally);
        result.complete &&= isBalanced(tally);
      }
    },
  };
}

/** Whether all that was found is kept or explained. */
export function isBalanced({ found, kept, others }: Tally): boolean {
  return found === Object.values(others).reduce((sum, count) => sum + count, kept);
}

/** How many notices there are of each kind. */
export function countNotices(notices: readonly Notice[]): Partial<Record<NoticeKind, number>> {
  const counts: Partial<Record<NoticeKind, number>> = {};
  for (const { about } of notices) counts[about] = (counts[about] ?? 0) + 1;
  return counts;
}

/** Writes both forms of the report beside `site.yaml`. */
export function writeReport(folder: string, report: ImportReport): void {
  writeFileSync(join(folder, "import-report.json"), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, "import-report.html"), reportPage(report));
}

function collectionOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return /^[a-z]{2,3}(-[A-Z]{2})?$/.test(first) ? second : first;
}
