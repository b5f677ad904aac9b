/** What a host does, without HTTP or arguments of a command line. */
export { type BuildSitesOptions, buildSites, type SiteOutcome } from "./build-sites.ts";
export { builtFolder, DATA, FOLDERS, listSites, ROOT, SITES, siteFolder } from "./project.ts";
