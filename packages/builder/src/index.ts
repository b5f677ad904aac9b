/** A revision in, the files of a site out. */
export type { BuildReport, ReportedPage } from "./build-report.ts";
export type { BuildStep } from "./build-site.ts";
export { BusyError } from "./build-state.ts";
export {
  type Builder,
  type BuilderFolders,
  type BuildRequest,
  type BuildResult,
  type ContentSource,
  openBuilder,
} from "./open-builder.ts";
