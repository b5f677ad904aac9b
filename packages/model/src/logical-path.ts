/**
 * Paths inside a site's folder, checked before they meet any file system: written with `/`, relative, and made of
 * names that mean the same on every system.
 */

const RESERVED_NAMES = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i;
/** What Windows refuses, what terminals obey, what cannot be seen (macOS ignores some of it), and what is no character. */
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\u{e0000}-\u{e0fff}\p{Cs}\\:*?"<>|]/u;

/** Why a path is refused, or `undefined` when it may be used. The reason is French and completes "ce nom …". */
export function refuseLogicalPath(path: string): string | undefined {
  if (path === "") return "est vide";
  if (path.length > 400) return "est trop long";
  if (path.startsWith("/")) return "commence par une barre";
  if (path !== path.normalize("NFC")) return "contient des accents décomposés (NFD)";
  for (const name of path.split("/")) {
    const reason = refuseName(name);
    if (reason) return reason;
  }
  return undefined;
}

function refuseName(name: string): string | undefined {
  if (name === "") return "contient une double barre";
  if (name === "." || name === "..") return "contient « . » ou « .. »";
  if (Buffer.byteLength(name) > 200) return "est trop long";
  if (name.startsWith(".")) return "commence par un point";
  if (name.startsWith("-")) return "commence par un tiret";
  if (/[. ]$/.test(name) || name.startsWith(" ")) return "commence ou finit par une espace ou un point";
  if (FORBIDDEN.test(name)) return "contient un caractère interdit";
  if (/^git~\d+$/i.test(name) || RESERVED_NAMES.test(name)) return "est réservé par un système";
  return undefined;
}

/** The form under which two names collide on a system that ignores case or normalises accents. */
export function foldPath(path: string): string {
  // By way of capitals, since « ς » and « σ », or « ß » and « ss », share theirs.
  return path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
