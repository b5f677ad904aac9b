/** Stands in for `@jsquash/webp`: images are resized and encoded by the server. */
export function encode(): never {
  throw new Error("Images are encoded by the server.");
}
