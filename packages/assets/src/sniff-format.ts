import type { ImageFormat, Refusal } from "./image-info.ts";

/** Bytes of an SVG: a logo has a few thousand, a map some hundred thousand. */
const SVG_LIMIT = 2_000_000;

/**
 * Tells the format of an image from its first bytes, so that a file reaches no decoder but the one it is made for,
 * and a page named `photo.jpg` reaches none.
 */
export function sniffFormat(bytes: Uint8Array): ImageFormat | Refusal {
  if (bytes.length === 0) return { refused: "est un fichier vide" };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^GIF8[79]a/.test(head)) return "gif";
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "webp";
  if (head.startsWith("II*\0") || head.startsWith("MM\0*")) return "tiff";
  if (head.startsWith("ftyp", 4)) return sniffBrand(head.slice(8));
  return sniffDrawing(bytes);
}

/** AVIF, HEIC and films share a container; the brands in its first box tell them apart. */
function sniffBrand(brands: string): ImageFormat | Refusal {
  if (/avi[fs]/.test(brands)) return "avif";
  if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) return { refused: "est au format HEIC, à convertir en JPEG" };
  return { refused: "n’est pas une image" };
}

function sniffDrawing(bytes: Uint8Array): ImageFormat | Refusal {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64_000)).toString("utf8");
  if (!/^\ufeff?\s*</.test(start) || firstElement(start) !== "svg") return { refused: "n’est pas une image" };
  if (bytes.length > SVG_LIMIT) return { refused: "est un dessin SVG de plus de 2 Mo" };
  return "svg";
}

/** The name of a document's first element, without its prefix; comments, declarations and DOCTYPE are passed over. */
export function firstElement(markup: string): string | undefined {
  let at = markup.indexOf("<");
  while (at !== -1) {
    if (markup.startsWith("<!--", at)) {
      const end = markup.indexOf("-->", at);
      at = end === -1 ? -1 : markup.indexOf("<", end);
    } else if (/[?!]/.test(markup.charAt(at + 1))) {
      at = markup.indexOf("<", at + 1);
    } else {
      return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(markup.slice(at, at + 100))?.[1];
    }
  }
  return undefined;
}
