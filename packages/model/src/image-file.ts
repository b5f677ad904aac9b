/**
 * Whether a file's name is that of an image, also of kinds that cannot be decoded: such a file is never served as it is,
 * since it may hold where it was taken.
 */
export function isImageFile(path: string): boolean {
  return /\.(?:jpe?g|jfif|png|webp|avif|gif|svg|tiff?|heic|heif|hif|jxl|jp2|bmp|dng|cr2|nef|arw|psd)$/i.test(path);
}
