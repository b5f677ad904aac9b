/** A SPIP site's dump into a site of this host. */
import { type ImportSpipOptions, importSpip } from "@pivert/importer-spip";
import { type ImportedSite, type ImportSiteOptions, importSite } from "./import-site.ts";

export interface ImportSpipSiteOptions
  extends Omit<ImportSiteOptions, "open">,
    Pick<ImportSpipOptions, "dump" | "img" | "url" | "theme" | "comments" | "posts" | "pages"> {}

/** @throws ImportError when the dump cannot be read, or the folder is not an earlier import of the same site */
export function importSpipSite(options: ImportSpipSiteOptions): Promise<ImportedSite> {
  const { dump, img, url, theme, comments, posts, pages, onProgress } = options;
  return importSite({
    ...options,
    open: (remembered) => importSpip({ dump, img, url, theme, comments, posts, pages, remembered, onProgress }),
  });
}
