/** What an import would do, without writing anything: `--plan`. */
import type { SiteImport } from "./import-item.ts";
import { type ImportReport, openReport } from "./report.ts";

/** Goes through the whole import and gives the report that it would leave; files are not read. */
export async function planSite(
  site: SiteImport,
  onProgress: (what: string, done: number, total: number) => void = () => {},
): Promise<ImportReport> {
  const report = openReport(site.source, new Date());
  for await (const item of site.items) {
    if (item.kind === "entry") report.entry(item);
    else if (item.kind === "asset") report.asset();
    else if (item.kind === "progress") onProgress(item.what, item.done, item.total);
    else if (item.kind === "notice" || item.kind === "tally" || item.kind === "mapping") report.item(item);
  }
  return report.result;
}
