/**
 * Turns a title into a URL segment: ASCII, lower case, words joined by hyphens.
 * `slugify("L’œuvre d’été")` is `"l-oeuvre-d-ete"`; a title without a letter or digit gives `""`. One that is longer than
 * file names may be is cut.
 */
export function slugify(title: string): string {
  const known = slugs.get(title);
  if (known !== undefined) return known;
  if (slugs.size >= SLUGS_KEPT) slugs.clear();
  const slug = makeSlug(title);
  slugs.set(title, slug);
  return slug;
}

/** Slugs made so far: a build asks for those of its terms and files again and again. */
const slugs = new Map<string, string>();
const SLUGS_KEPT = 20_000;

function makeSlug(title: string): string {
  return title
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MOST)
    .replace(/-+$/, "");
}

const MOST = 150;
