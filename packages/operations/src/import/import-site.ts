/** Moving a site over: an import into a folder, or into the site's repository. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { formatPointer, openMediaStore } from "@pivert/assets";
import { type ImportReport, planSite, rememberedFiles, type SiteImport, writeSite } from "@pivert/importer";
import { DATA, FOLDERS, siteFolder } from "../project.ts";
import { commitFolder, openWorkingFolder } from "./working-folder.ts";

export interface ImportSiteOptions {
  /** The site's name on this host. */
  site: string;
  /** Opens the import; files of an earlier one keep their names. */
  open: (remembered: ReadonlyMap<string, string>) => Promise<SiteImport & { close(): void }>;
  /** The folder to write; `sites/<site>` unless told. */
  out?: string;
  /** Writes nothing, and tells what would be written. */
  plan?: boolean;
  /** Writes into the site's repository instead of a folder. */
  commit?: boolean;
  onProgress?: (what: string, done: number, total: number) => void;
}

export interface ImportedSite {
  report: ImportReport;
  /** Where the files and the report are; absent for a plan. */
  folder?: string;
  /** The commit that holds the import, and whether it is new. */
  revision?: { id: string; isNew: boolean };
}

/** Larger files go into the host's store of media, a pointer in their place. */
const LARGE = 2 * 1024 * 1024;

/**
 * Imports a site.
 * @throws ImportError when the source cannot be read, or the folder is not an earlier import of the same site
 */
export async function importSite(options: ImportSiteOptions): Promise<ImportedSite> {
  const { site, open, plan = false, commit = false, onProgress } = options;
  const repository = join(DATA, "repos", `${site}.git`);
  const reportFolder = commit ? join(DATA, "imports", site) : undefined;
  const folder = reportFolder ? join(reportFolder, "site") : (options.out ?? siteFolder(site));
  if (commit && !plan) await openWorkingFolder(folder, repository);
  const opened = await open(rememberedFiles(folder));
  try {
    if (plan) return { report: await planSite(opened, onProgress) };
    mkdirSync(folder, { recursive: true });
    const store = openMediaStore(FOLDERS.media);
    const storeLarge = async (path: string) => formatPointer(await store.add(path));
    const report = await writeSite(opened, { folder, largeFrom: LARGE, storeLarge, reportFolder, onProgress });
    if (!reportFolder) return { report, folder };
    const message = `Import de ${opened.source.url}`;
    return { report, folder: reportFolder, revision: await commitFolder({ folder, repository, message }) };
  } finally {
    opened.close();
  }
}
