/** A SPIP site's dump in; entries, files, redirects and notices out. */
export type { SiteImport } from "@pivert/importer";
