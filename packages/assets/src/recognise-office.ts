import { readZip, readZipEntry, type ZipEntry } from "./read-zip.ts";
import type { DocumentType } from "./recognise-document.ts";
import type { UploadRefusal } from "./upload-error.ts";

const OPEN_DOCUMENT: Record<string, string> = { odt: "text", ods: "spreadsheet", odp: "presentation" };
const OFFICE_XML: Record<string, { folder: string; type: string }> = {
  docx: { folder: "word/", type: "wordprocessingml.document" },
  xlsx: { folder: "xl/", type: "spreadsheetml.sheet" },
  pptx: { folder: "ppt/", type: "presentationml.presentation" },
};

/** What its parts may come to once unpacked, as the archive says. */
const UNPACKED_LIMIT = 200_000_000;
const PROGRAM = /\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|class|sh|apk)$/i;

const MACROS: UploadRefusal = {
  code: "macros",
  refused: "contient des macros",
  advice: "Enregistrez-le sans macros (.docx, .xlsx, .pptx ou .odt), ou en PDF, puis envoyez cette copie.",
};
const ARCHIVE: UploadRefusal = {
  code: "type-refused",
  refused: "est une archive",
  advice: "Décompressez-la, puis envoyez les fichiers qu’elle contient un par un.",
};
const DAMAGED: UploadRefusal = {
  code: "damaged",
  refused: "est un document ou une archive que l’on ne peut pas lire en entier",
  advice: "Ouvrez-le, enregistrez-le à nouveau ou exportez-le en PDF, puis envoyez cette copie.",
};

/** Tells an office document from any other zip archive by what is in it. */
export function recogniseOffice(bytes: Buffer): DocumentType | UploadRefusal {
  const entries = readZip(bytes);
  if (entries === undefined) return DAMAGED;
  const type = openDocument(bytes, entries) ?? officeXml(bytes, entries);
  if (type === undefined) return ARCHIVE;
  if ("code" in type) return type;
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > UNPACKED_LIMIT || entries.some(({ name }) => PROGRAM.test(name) || /MANIFEST\.MF$/i.test(name))) {
    return DAMAGED;
  }
  return entries.some(isMacro) ? MACROS : type;
}

/** Its first entry, not compressed, is its type. */
function openDocument(bytes: Buffer, entries: readonly ZipEntry[]): DocumentType | undefined {
  const first = entries.find(({ offset }) => offset === 0);
  if (first?.name !== "mimetype" || first.method !== 0) return undefined;
  const type = readZipEntry(bytes, first, 100)?.toString("latin1").trim();
  const found = Object.entries(OPEN_DOCUMENT).find(([, kind]) => type === openDocumentType(kind));
  const whole = entries.some(({ name }) => name === "content.xml");
  return found && whole ? { extension: found[0], type: openDocumentType(found[1]) } : undefined;
}

const openDocumentType = (kind: string) => `application/vnd.oasis.opendocument.${kind}`;

/** A list of the types of its parts names that of the main one. */
function officeXml(bytes: Buffer, entries: readonly ZipEntry[]): DocumentType | UploadRefusal | undefined {
  const list = entries.find(({ name }) => name === "[Content_Types].xml");
  const types = list && readZipEntry(bytes, list, 1_000_000)?.toString("utf8");
  if (types === undefined) return undefined;
  if (/macroEnabled|vbaProject|activeX/i.test(types)) return MACROS;
  for (const [extension, { folder, type }] of Object.entries(OFFICE_XML)) {
    const whole = entries.some(({ name }) => name.startsWith(folder));
    const mime = `application/vnd.openxmlformats-officedocument.${type}`;
    if (whole && types.includes(`"${mime}.main+xml"`)) return { extension, type: mime };
  }
  return undefined;
}

/** Microsoft's, and those of LibreOffice: `Basic/Standard/Module1.xml`, beside libraries that may be empty. */
function isMacro({ name }: ZipEntry): boolean {
  if (/(?:^|\/)vbaProject[^/]*$|(?:^|\/)activeX\//i.test(name)) return true;
  if (/^Basic\/[^/]+\/[^/]+\.xml$/i.test(name)) return !/\/(?:script|dialog)-l[bc]\.xml$/i.test(name);
  return /^Scripts\/.+[^/]$/i.test(name);
}
