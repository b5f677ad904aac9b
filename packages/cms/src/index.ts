/** The editing page: its bundle, its configuration for a person and a site, and the headers it is served with. */
export { type BuildCmsOptions, buildCms, type CmsBundle } from "./build-bundle.ts";
export { type BlockForm, type CmsConfig, type CmsConfigOptions, cmsConfig, type Rights } from "./cms-config.ts";
export { contentSecurityPolicy } from "./content-security-policy.ts";
export { type MergeOptions, mergeMarkdown } from "./round-trip.ts";
