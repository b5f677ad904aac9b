import { availableParallelism } from "node:os";
import { isRefusal } from "./image-info.ts";
import { DEFAULT_LIMITS, type ImagePool, ImageProcessStopped, openImagePool } from "./image-pool.ts";
import { nameUpload } from "./name-upload.ts";
import { recogniseDocument } from "./recognise-document.ts";
import type { KeptFormat, ReencodedImage } from "./reencode-image.ts";
import { sniffFormat } from "./sniff-format.ts";
import { UploadError, type UploadRefusal } from "./upload-error.ts";
import { UPLOAD_LIMITS } from "./upload-limits.ts";

/** A file as an editor's browser sent it. */
export interface Upload {
  name: string;
  bytes: Uint8Array;
}

export interface PreparedUpload {
  /** ASCII, lower case, with the extension that goes with `type`: `affiche-fete-2026.jpg`. */
  name: string;
  bytes: Uint8Array;
  /** MIME. All of them are to be served with it and `nosniff`; a PDF may hold scripts, for its reader to refuse. */
  type: string;
  image?: { width: number; height: number };
}

/** The processes that re-encode what all editors send; none is started before it is needed. */
const uploadPool = openImagePool(Math.min(2, availableParallelism()), DEFAULT_LIMITS);

/**
 * What is kept of a file that an editor sends: its type from its bytes, images re-encoded to at most 2,400 pixels a
 * side and without metadata, a clean name. Documents stay byte for byte what they are, but for texts, which become
 * UTF-8, and for the notes in films.
 * @throws {UploadError} when it is not kept
 */
export async function prepareUpload({ name, bytes }: Upload, pool: ImagePool = uploadPool): Promise<PreparedUpload> {
  if (bytes.length === 0) throw new UploadError(name, EMPTY);
  const isImage = typeof sniffFormat(bytes) === "string";
  if (bytes.length > UPLOAD_LIMITS[isImage ? "image" : "kept"]) throw new UploadError(name, tooLarge(isImage));
  return isImage ? prepareImage(name, bytes, pool) : prepareDocument(name, bytes);
}

async function prepareImage(name: string, bytes: Uint8Array, pool: ImagePool): Promise<PreparedUpload> {
  const image = await reencode(name, bytes, pool);
  if (image.bytes.length > UPLOAD_LIMITS.kept) throw new UploadError(name, STILL_TOO_LARGE);
  const { width, height, format } = image;
  return {
    name: nameUpload(name, EXTENSIONS[format]),
    bytes: image.bytes,
    type: `image/${format}`,
    image: { width, height },
  };
}

async function reencode(name: string, bytes: Uint8Array, pool: ImagePool): Promise<ReencodedImage> {
  try {
    const answer = await pool.run((decoder) => decoder.reencode(bytes));
    if (!isRefusal(answer)) return answer;
    throw new UploadError(name, { code: "image-refused", refused: answer.refused, advice: IMAGE_ADVICE });
  } catch (error) {
    if (!(error instanceof ImageProcessStopped)) throw error;
    const refused = "a fait échouer son décodage";
    throw new UploadError(name, { code: "image-refused", refused, advice: IMAGE_ADVICE });
  }
}

function prepareDocument(name: string, bytes: Uint8Array): PreparedUpload {
  const found = recogniseDocument(bytes, name);
  if ("code" in found) throw new UploadError(name, found);
  return { name: nameUpload(name, found.extension), bytes: found.bytes, type: found.type };
}

const EXTENSIONS: Record<KeptFormat, string> = { jpeg: "jpg", png: "png", webp: "webp", avif: "avif", gif: "gif" };

const IMAGE_ADVICE =
  "Ouvrez l’image sur votre ordinateur, enregistrez-en une copie plus petite en JPEG ou en PNG, puis envoyez cette copie.";
const EMPTY: UploadRefusal = {
  code: "empty",
  refused: "est un fichier vide",
  advice: "Vérifiez le fichier sur votre ordinateur, puis envoyez-le à nouveau.",
};
const STILL_TOO_LARGE: UploadRefusal = {
  code: "too-large",
  refused: `dépasse ${inMegabytes(UPLOAD_LIMITS.kept)} une fois préparée pour le web`,
  advice: "Enregistrez-la en JPEG, ou raccourcissez l’animation, puis envoyez cette copie.",
};

function tooLarge(isImage: boolean): UploadRefusal {
  const limit = inMegabytes(UPLOAD_LIMITS[isImage ? "image" : "kept"]);
  const advice = isImage
    ? "Réduisez-le, par exemple en enregistrant une image en JPEG à 2400 pixels de large, puis envoyez cette copie."
    : "Allégez-le, par exemple en l’exportant en PDF de taille réduite ; déposez un film sur une plateforme vidéo et donnez son adresse dans un bloc vidéo.";
  return { code: "too-large", refused: `dépasse ${limit}`, advice };
}

function inMegabytes(bytes: number): string {
  return `${bytes / 1_000_000} Mo`;
}
