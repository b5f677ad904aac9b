/** A SPIP site's dump in; entries, files, redirects and notices out. */
export { type ImportSpipOptions, importSpip, type OpenedImport } from "./import-spip.ts";
