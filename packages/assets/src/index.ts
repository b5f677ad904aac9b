/** Images and files: variants in a cache shared by all sites, the host's store of media by hash, uploads. */
export { type ImageCache, type ImageCacheOptions, openImageCache, UnreadableImage } from "./image-cache.ts";
export type { ImageFormat, ImageInfo, Probe } from "./image-info.ts";
export { formatPointer, type MediaPointer, parsePointer } from "./media-pointer.ts";
export { type MediaStore, MediaStoreError, openMediaStore } from "./media-store.ts";
export { placeFile } from "./place-file.ts";
export { type ImagePlan, type ImageVariant, planImage, planShareCard, planThumbnail } from "./plan-image.ts";
export { type PreparedUpload, prepareUpload, type Upload } from "./prepare-upload.ts";
export { UploadError, type UploadErrorCode } from "./upload-error.ts";
export { UPLOAD_LIMITS } from "./upload-limits.ts";
