/** What an editor does to a site: read, save drafts, publish, rename, delete, upload. */
export { EditingError, type EditingSite, type Editor } from "./editing-site.ts";
export { explainConflict, whatChanged } from "./explain-conflict.ts";
export { type DraftPreview, previewDraft } from "./preview-draft.ts";
export { absent, listEntries, readEntries } from "./read-entries.ts";
export { keepUpload, readUpload, type Upload } from "./uploads.ts";
export { type FilesToWrite, type FurtherRight, rightsToWrite, SETTINGS_FILES } from "./writable-files.ts";
export {
  addMedia,
  deleteFiles,
  discardEntryDraft,
  type EntryName,
  publishEntry,
  type SaveEntryOptions,
  saveEntryDraft,
} from "./write-entries.ts";
