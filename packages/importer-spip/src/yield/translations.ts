/** The languages that texts hold besides their own, in `<multi>`. */
import { languageCode } from "../site/spip-site.ts";
import { languagesOf } from "../text/multi.ts";

/** Only languages that the title or a text is whole in: a word in another language makes no translation. */
export function translationsInside(lang: string, ...texts: readonly unknown[]): string[] {
  const codes = texts.flatMap((text) => (typeof text === "string" ? [...languagesOf(text)] : []));
  const languages = new Set(codes.flatMap((code) => languageCode(code) ?? []));
  languages.delete(lang);
  return [...languages].sort();
}
