/**
 * Turns a title into a URL segment: ASCII, lower case, words joined by hyphens.
 * `slugify("L’œuvre d’été")` is `"l-oeuvre-d-ete"`; a title without a letter or digit gives `""`.
 */
export function slugify(title: string): string {
  return title
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
