/** `<multi>[fr]un[en]one</multi>`: the text of one language. */

/** Cuts a text into its languages; `""` is what stands before the first `[code]`. */
function readMulti(inside: string): Map<string, string> {
  const texts = new Map<string, string>();
  let lang = "";
  let at = 0;
  for (const code of inside.matchAll(/\[([a-z]{2,3}(?:_[a-z_]{2,12})?)\]/gi)) {
    texts.set(lang, inside.slice(at, code.index));
    lang = (code[1] ?? "").toLowerCase();
    at = code.index + code[0].length;
  }
  texts.set(lang, inside.slice(at));
  return texts;
}

/**
 * Puts the text of a language in the place of each `<multi>`: that of the language, else what stands before the first
 * code, else the first there is, as SPIP does.
 */
export function chooseLanguage(text: string, lang: string): string {
  return replaceMulti(text, (texts) => {
    const own = texts.get(lang) ?? texts.get(lang.split("_")[0] ?? lang);
    if (own !== undefined) return own.trim();
    const unnamed = texts.get("")?.trim();
    if (unnamed) return unnamed;
    const [first] = [...texts].filter(([code]) => code !== "");
    return first === undefined ? "" : `<span lang="${first[0].replaceAll("_", "-")}">${first[1].trim()}</span>`;
  });
}

/** The languages that a text has in `<multi>`. */
export function languagesOf(text: string): Set<string> {
  const languages = new Set<string>();
  replaceMulti(text, (texts) => {
    for (const code of texts.keys()) if (code !== "") languages.add(code);
    return "";
  });
  return languages;
}

function replaceMulti(text: string, choose: (texts: Map<string, string>) => string): string {
  if (!/<multi>/i.test(text)) return text;
  const out: string[] = [];
  const opening = /<multi>/gi;
  const closing = /<\/multi>/gi;
  let at = 0;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(text);
    if (!close) break;
    out.push(text.slice(at, open.index), choose(readMulti(text.slice(opening.lastIndex, close.index))));
    at = closing.lastIndex;
    opening.lastIndex = at;
  }
  out.push(text.slice(at));
  return out.join("");
}
