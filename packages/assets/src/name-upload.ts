import { slugify } from "@pivert/model";

const MAX_LENGTH = 60;
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * The name under which a file is kept: its words in ASCII, and the extension that its bytes call for.
 * `nameUpload("Affiche fête 2026.JPG", "jpg")` is `"affiche-fete-2026.jpg"`.
 * @param name as the browser sent it, with or without a path
 */
export function nameUpload(name: string, extension: string): string {
  // Longer names are not on any disk; a hostile one must not cost time.
  const base = name.slice(-1000).replace(/^.*[/\\]/s, "");
  const words = slugify(withoutExtension(base)).slice(0, MAX_LENGTH).replace(/-$/, "");
  return `${DEVICE.test(words) ? `fichier-${words}` : words || "fichier"}.${extension}`;
}

/** Extensions have a letter in them: `12.05.2026` and `v1.2` have none. */
export function withoutExtension(name: string): string {
  return name.replace(/\.\d{0,2}[a-z][a-z0-9]{0,4}\s*$/i, "");
}
