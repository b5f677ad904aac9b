/** HTTP on this machine. */
export { type ServedSite, type ServeSitesOptions, type SiteServer, serveSites } from "./serve-sites.ts";
