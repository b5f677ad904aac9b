/** A WordPress site's exports into a site of this host. */
import { type ImportWordPressOptions, importWordPress, openSource } from "@pivert/importer-wordpress";
import { type ImportedSite, type ImportSiteOptions, importSite } from "./import-site.ts";

export interface ImportWordPressSiteOptions
  extends Omit<ImportSiteOptions, "open">,
    Pick<ImportWordPressOptions, "uploads" | "theme" | "comments"> {
  /** WXR files, the whole export or the parts of one; a dump of the database; or both. */
  exports: readonly string[];
}

/** @throws ImportError when the exports cannot be read, or the folder is not an earlier import of the same site */
export function importWordPressSite(options: ImportWordPressSiteOptions): Promise<ImportedSite> {
  const { exports, uploads, theme, comments } = options;
  return importSite({
    ...options,
    open: async (remembered) => ({
      ...(await importWordPress(openSource(exports), { uploads, theme, comments, remembered })),
      close() {},
    }),
  });
}
