/** Bytes of a file that an editor sends. */
export const UPLOAD_LIMITS = {
  /** Before it is re-encoded: a camera's photograph has 5 to 15 million. */
  image: 25_000_000,
  /** Of anything that is kept: a document, a sound, a film, an image once it is re-encoded. */
  kept: 10_000_000,
} as const;
