import type { DocumentType } from "./recognise-document.ts";
import { firstElement } from "./sniff-format.ts";
import type { UploadRefusal } from "./upload-error.ts";

/** A text in UTF-8, whatever it was in. */
export interface TextDocument extends DocumentType {
  bytes: Uint8Array;
}

const MARKUP: UploadRefusal = {
  code: "type-refused",
  refused: "est une page web ou un programme",
  advice: "Copiez son texte dans un article, ou enregistrez la page en PDF et envoyez ce PDF.",
};
/** Others are images, and do not come here. */
const DRAWING: UploadRefusal = {
  code: "too-large",
  refused: "est un dessin SVG de plus de 2 Mo, ou dans un codage inattendu",
  advice: "Exportez-le en PNG depuis le logiciel de dessin, puis envoyez ce PNG.",
};
const TRACK: UploadRefusal = {
  code: "type-refused",
  refused: "est un parcours GPX avec des éléments inattendus",
  advice: "Exportez à nouveau le parcours depuis l’application d’origine, au format GPX 1.1 et en UTF-8.",
};

/**
 * Recognises calendars and tracks by how they begin. Lists (CSV) and plain texts begin anyhow: there the name decides,
 * as long as they are text and hold no page.
 * @returns undefined for what is none of these
 */
export function recogniseText(bytes: Uint8Array, name: string): TextDocument | UploadRefusal | undefined {
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  const isUtf8 = Buffer.from(text).equals(withoutMark(bytes));
  const kept = (extension: string, type: string): TextDocument => ({
    extension,
    type,
    bytes: isUtf8 ? bytes : Buffer.from(text),
  });
  if (/^\s*BEGIN:VCALENDAR\s/i.test(text)) {
    return /END:VCALENDAR\s*$/i.test(text.slice(-1000)) ? kept("ics", "text/calendar") : CALENDAR_CUT;
  }
  const element = /^\s*</.test(text) ? firstElement(text.slice(0, 64_000)) : undefined;
  if (element === "gpx") {
    return isUtf8 && isPlainTrack(text) ? kept("gpx", "application/gpx+xml") : TRACK;
  }
  if (isMarkup(text)) return element === "svg" ? DRAWING : MARKUP;
  if (/\.csv\s*$/i.test(name)) return kept("csv", "text/csv");
  if (/\.te?xt\s*$/i.test(name)) return kept("txt", "text/plain");
  return undefined;
}

const CALENDAR_CUT: UploadRefusal = {
  code: "damaged",
  refused: "est un calendrier incomplet",
  advice: "Exportez-le à nouveau depuis l’agenda d’origine.",
};

/** UTF-8, what Excel calls Unicode, or what Windows programs write; undefined when it is no text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const text = decode(bytes, encoding) ?? decode(bytes, "windows-1252");
  return text === undefined || /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]/.test(text) ? undefined : text;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not in this encoding.
    return undefined;
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** What a browser that guesses would take for a page, and what a server or a shell would run. */
function isMarkup(text: string): boolean {
  return (
    /^\s*(?:<[a-z!?/%]|#!|\{\\rtf)/i.test(text.slice(0, 10_000)) ||
    /<(?:!doctype|html|head|body|script|iframe|object|embed|svg|math|style|meta|base|form|\?php)\b/i.test(text)
  );
}

/**
 * A browser opens a track as XML, and would run a script in it that is declared to be HTML or SVG. Only namespaces
 * that are written out and are neither pass.
 */
function isPlainTrack(text: string): boolean {
  if (/<!DOCTYPE|<!ENTITY|<\?xml-stylesheet/i.test(text)) return false;
  const declared = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"']*)/.exec(text.slice(0, 1000))?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) return false;
  for (let at = text.indexOf("xmlns"); at !== -1; at = text.indexOf("xmlns", at + 1)) {
    const declaration = /^xmlns[^\s=<>]{0,50}\s{0,50}=\s{0,50}(?:"([^"&]*)"|'([^'&]*)')/.exec(text.slice(at, at + 500));
    const namespace = declaration?.[1] ?? declaration?.[2];
    if (namespace === undefined || (/w3\.org/i.test(namespace) && !namespace.endsWith("/XMLSchema-instance"))) {
      return false;
    }
  }
  return /<\/(?:[\w.-]+:)?gpx\s*>\s*$/.test(text.slice(-1000));
}
