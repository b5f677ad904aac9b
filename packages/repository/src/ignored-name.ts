/**
 * Whether a file or folder of this name is left out without a word: what systems and editors drop beside the content
 * (`.DS_Store`, `notes.md~`, `#notes.md#`, `Thumbs.db`). Not `.`, `..` and `.git`: in a commit they are an attack.
 */
export function isIgnoredName(name: string): boolean {
  if (name.startsWith(".")) return !/^\.(\.|git)?$/i.test(name);
  return name.endsWith("~") || /^#.*#$|\.swp$|^(thumbs\.db|desktop\.ini)$/i.test(name);
}
