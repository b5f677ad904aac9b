/** Titles and other lines of a SPIP site, as plain text. */
import { cleanText, decodeText } from "../text/entities.ts";
import { chooseLanguage } from "../text/multi.ts";

/** A line in one language, without its tags. */
export function plainLine(written: unknown, lang: string): string {
  if (typeof written !== "string" || written === "") return "";
  const text = chooseLanguage(cleanText(written), lang).replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/gi, "");
  return decodeText(text.replace(/<\/?[a-z!][^<>]*>/gi, ""))
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

/** A title and the number in front of it, which is an order: `10. Statuts`. */
export function readTitle(written: unknown, lang: string): { title: string; order: number | undefined } {
  const line = plainLine(written, lang);
  const [whole, number] = /^(\d{1,6})\.\s+(?=\S)/.exec(line) ?? [];
  if (whole === undefined) return { title: line, order: undefined };
  return { title: line.slice(whole.length), order: Number(number) };
}

/** A text shortened at a word. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1).toWellFormed();
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length - 40)).trimEnd()}…`;
}
