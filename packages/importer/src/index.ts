/** What all imports share: the items they yield, the writing of a site's folder, the report, and being repeated. */
export { ImportError } from "./import-error.ts";
export {
  type EntrySource,
  type ImportedAsset,
  type ImportedComment,
  type ImportedComments,
  type ImportedEntry,
  type ImportItem,
  type ImportSource,
  type Mapping,
  NOTICES,
  type Notice,
  type NoticeEntry,
  type NoticeKind,
  type SiteImport,
  sourceKey,
  type Tally,
} from "./import-item.ts";
export { rememberedFiles, STATE_FILE } from "./import-state.ts";
export { planSite } from "./plan-site.ts";
export { countNotices, type ImportReport, isBalanced } from "./report.ts";
export { decodeBytes } from "./sql/decode-bytes.ts";
export { type RowSink, readSql } from "./sql/read-sql.ts";
export { type WriteSiteOptions, writeSite } from "./write-site.ts";
