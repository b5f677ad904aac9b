import { recogniseOffice } from "./recognise-office.ts";
import { recogniseText, type TextDocument } from "./recognise-text.ts";
import type { UploadRefusal } from "./upload-error.ts";
import { withoutPosition } from "./without-position.ts";

/** What a file is called and served as. */
export interface DocumentType {
  extension: string;
  /** MIME. */
  type: string;
}

/**
 * Recognises by its bytes a file that is no image: documents, sounds, films, calendars, tracks, texts. Whatever is not
 * known here is refused.
 * @param name decides between list and text only
 * @returns what it is and the bytes to keep: those of texts in UTF-8, those of films without position
 */
export function recogniseDocument(bytes: Uint8Array, name: string): TextDocument | UploadRefusal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = buffer.toString("latin1", 0, 128);
  for (const [matches, answer] of SIGNATURES) {
    if (!matches(head, buffer)) continue;
    const found = typeof answer === "function" ? answer(buffer) : answer;
    return "code" in found || "bytes" in found ? found : { ...found, bytes };
  }
  return recogniseText(bytes, name) ?? UNKNOWN;
}

type Answer = DocumentType | TextDocument | UploadRefusal;
type Signature = [matches: (head: string, bytes: Buffer) => boolean, answer: Answer | ((bytes: Buffer) => Answer)];

const typeRefused = (refused: string, advice: string): UploadRefusal => ({ code: "type-refused", refused, advice });
const UNKNOWN = typeRefused(
  "n’est pas d’un type accepté",
  "Envoyez une image (JPEG, PNG, WebP, AVIF, GIF), un document (PDF, Word, Excel, PowerPoint, LibreOffice, CSV, texte), un son (MP3, OGG, WAV, M4A), un film (MP4, WebM), un calendrier (ICS) ou un parcours (GPX).",
);
const PROGRAM = typeRefused(
  "est un programme",
  "Un site ne publie pas de programmes : donnez le lien vers son éditeur.",
);
const ARCHIVE = typeRefused(
  "est une archive",
  "Décompressez-la, puis envoyez les fichiers qu’elle contient un par un.",
);
const OLD_OFFICE = typeRefused(
  "est un document Word, Excel ou PowerPoint ancien ou protégé par un mot de passe",
  "Ouvrez-le, enregistrez-le au format .docx, .xlsx ou .pptx sans mot de passe, ou en PDF, puis envoyez cette copie.",
);
const OTHER_FILM = typeRefused(
  "est un film dans un format que les navigateurs ne lisent pas tous",
  "Convertissez-le en MP4, ou déposez-le sur une plateforme vidéo et donnez son adresse dans un bloc vidéo.",
);
const OTHER_SOUND = typeRefused(
  "est un son dans un format que les navigateurs ne lisent pas tous",
  "Convertissez-le en MP3, puis envoyez cette copie.",
);
const OTHER_IMAGE = typeRefused(
  "est une image dans un format que les navigateurs ne lisent pas",
  "Ouvrez-la, enregistrez-la en JPEG ou en PNG, puis envoyez cette copie.",
);
const HEIC = typeRefused(
  "est une photo au format HEIC, que les navigateurs ne lisent pas",
  "Exportez-la en JPEG, puis envoyez cette copie. Sur un iPhone : Réglages, Appareil photo, Formats, « Le plus compatible ».",
);
const CUT = (what: string): UploadRefusal => ({
  code: "damaged",
  refused: `est ${what} incomplet ou abîmé`,
  advice: "Ouvrez-le pour vérifier qu’il est entier, enregistrez-le à nouveau, puis envoyez cette copie.",
});

const begins = (signature: string) => (head: string) => head.startsWith(signature);
const brand = (pattern: RegExp) => (head: string) => head.startsWith("ftyp", 4) && pattern.test(head.slice(8, 12));

/** The first that matches counts. */
const SIGNATURES: Signature[] = [
  [begins("%PDF-"), (bytes) => (isWholePdf(bytes) ? { extension: "pdf", type: "application/pdf" } : CUT("un PDF"))],
  [begins("PK\x03\x04"), recogniseOffice],
  [brand(/^M4[AB] $/), (bytes) => container(bytes, { extension: "m4a", type: "audio/mp4" })],
  [
    brand(/^(?:iso[m2-9]|mp4[12]|avc1|M4V[HP ]|MSNV|dash|mmp4)$/),
    (bytes) => container(bytes, { extension: "mp4", type: "video/mp4" }),
  ],
  [brand(/^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/), HEIC],
  [begins("OggS\0"), recogniseOgg],
  [
    (head) => /^\x1aE\xdf\xa3/.test(head) && head.includes("\x42\x82\x84webm"),
    { extension: "webm", type: "video/webm" },
  ],
  [(head) => head.startsWith("RIFF") && head.startsWith("WAVE", 8), { extension: "wav", type: "audio/wav" }],
  [(_, bytes) => isMp3(bytes), { extension: "mp3", type: "audio/mpeg" }],
  [begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), OLD_OFFICE],
  [begins("{\\rtf"), OLD_OFFICE],
  [(head) => /^(?:MZ|\x7fELF|\xca\xfe\xba\xbe|\xfe\xed\xfa|\xcf\xfa\xed\xfe|\0asm|#!)/.test(head), PROGRAM],
  [
    (head, bytes) =>
      /^(?:PK|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ)/.test(head) || bytes.toString("latin1", 257, 262) === "ustar",
    ARCHIVE,
  ],
  [(head) => /^(?:\x1aE\xdf\xa3|FLV|\0\0\x01\xba|\0\0\x01\xb3)/.test(head) || /^RIFF....AVI /s.test(head), OTHER_FILM],
  [brand(/^(?:qt {2}|3g..)$/s), OTHER_FILM],
  [(head) => /^(?:fLaC|FORM....AIF|\xff[\xf0\xf1\xf8\xf9]|MThd)/s.test(head), OTHER_SOUND],
  [(head) => /^(?:BM.{4}\0{4}|8BPS|\0\0\x01\0[^\0]\0|\xff\x0a|\0\0\0\x0cJXL )/s.test(head), OTHER_IMAGE],
];

/** Whether it ends as a PDF does; what its last section holds is the reader's business. */
function isWholePdf(bytes: Buffer): boolean {
  const tail = bytes.toString("latin1", Math.max(0, bytes.length - 2048));
  const end = tail.lastIndexOf("%%EOF");
  return end !== -1 && /startxref|trailer/.test(tail.slice(0, end)) && !/<|PK\x05\x06/.test(tail.slice(end));
}

function container(bytes: Buffer, type: DocumentType): TextDocument | UploadRefusal {
  const kept = withoutPosition(bytes);
  return kept ? { ...type, bytes: kept } : CUT("un enregistrement");
}

function recogniseOgg(bytes: Buffer): DocumentType | UploadRefusal {
  const codec = bytes.toString("latin1", 26, 60);
  return /\x01vorbis|OpusHead|Speex {3}|\x7fFLAC/.test(codec) ? { extension: "ogg", type: "audio/ogg" } : OTHER_FILM;
}

/** Bits per second of MPEG audio, layer 3, in thousands: version 1, then 2 and 2.5. */
const BITRATES = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Two frames one after the other, behind the tag that many files begin with: one alone can be chance. */
function isMp3(bytes: Buffer): boolean {
  let at = 0;
  if (bytes.length > 10 && bytes.toString("latin1", 0, 3) === "ID3") {
    at = 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
    const padded = at + 4096;
    while (at < padded && bytes[at] === 0) at++;
  }
  const first = frameLength(bytes, at);
  return first !== undefined && frameLength(bytes, at + first) !== undefined;
}

function frameLength(bytes: Buffer, at: number): number | undefined {
  if (at + 4 > bytes.length) return undefined;
  const header = bytes.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const rate = [44_100, 48_000, 32_000][(header >>> 10) & 3];
  const isLayer3 = header >>> 21 === 0x7ff && version !== 1 && ((header >>> 17) & 3) === 1;
  const kilobits = BITRATES[version === 3 ? 0 : 1]?.[((header >>> 12) & 15) - 1];
  if (!isLayer3 || rate === undefined || kilobits === undefined) return undefined;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samples = version === 3 ? 144_000 : 72_000;
  return Math.floor((samples * kilobits) / (rate / divisor)) + ((header >>> 9) & 1);
}
