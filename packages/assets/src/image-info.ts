/** The formats that are read; all of them are served as AVIF and WebP only. */
export type ImageFormat = "jpeg" | "png" | "webp" | "avif" | "gif" | "svg" | "tiff";

/** What an image is, read from its bytes, never from its name. */
export interface ImageInfo {
  /** In pixels, as the image is seen: after the orientation that a camera noted. */
  width: number;
  height: number;
  format: ImageFormat;
  /** More than one frame (GIF or WebP). */
  animated: boolean;
  /** It can have transparent parts. */
  alpha: boolean;
}

/** Why an image cannot be used: a short French reason, such as `dépasse 50 millions de pixels`. */
export interface Refusal {
  refused: string;
}

export type Probe = ImageInfo | Refusal;

/** Whether an answer about an image is that it cannot be used. */
export function isRefusal(answer: object): answer is Refusal {
  return "refused" in answer;
}

/** Pixels that one image may hold, all its frames together. */
export const PIXEL_LIMIT = 50_000_000;
