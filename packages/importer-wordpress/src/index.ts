/** WordPress sites: exports (WXR) in; entries, files, redirects and a report's notices out. */
export { type ImportWordPressOptions, importWordPress } from "./import-wordpress.ts";
export { openSource } from "./open-source.ts";
export type { WordPressSource } from "./site/wordpress-site.ts";
export { sqlSource } from "./sql/sql-source.ts";
export { wxrSource } from "./wxr/wxr-source.ts";
