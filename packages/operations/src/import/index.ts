/** Moving sites of other systems over. */
export { type ImportedSite, type ImportSiteOptions, importSite } from "./import-site.ts";
export { type ImportSpipSiteOptions, importSpipSite } from "./import-spip-site.ts";
export { type ImportWordPressSiteOptions, importWordPressSite } from "./import-wordpress-site.ts";
