const names = new Map<string, string>();

/** The name of a language in itself, with a capital: `Occitan`, `English`. */
export function languageName(code: string): string {
  let name = names.get(code);
  if (!name) {
    const plain = new Intl.DisplayNames([code, "fr"], { type: "language" }).of(code) ?? code;
    name = plain.charAt(0).toLocaleUpperCase(code) + plain.slice(1);
    names.set(code, name);
  }
  return name;
}
