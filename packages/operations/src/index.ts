/** What a host does, without HTTP or arguments of a command line. */

export { SERVERS } from "@pivert/deploy";
export { type BuildSitesOptions, buildSites, type SiteOutcome } from "./build-sites.ts";
export { builtFolder, DATA, FOLDERS, listSites, ROOT, SITES, siteFolder } from "./project.ts";
export { serverRedirects } from "./server-redirects.ts";
