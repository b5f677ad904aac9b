/** A slug or title of a stranger as a name of a file: letters, digits and hyphens, never a path. */
import { refuseLogicalPath, slugify } from "@pivert/model";

const MAX_LENGTH = 80;

/** Empty when nothing of it can be a name. */
export function placeName(written: string): string {
  const latin = slugify(written).slice(0, MAX_LENGTH).replace(/-+$/, "");
  const name = latin || keepLetters(written);
  if (name === "" || name === "index") return name === "" ? "" : "index-page";
  return refuseLogicalPath(`pages/${name}.md`) ? `page-${name}` : name;
}

/** A name in another script: its letters and digits. */
function keepLetters(written: string): string {
  return written
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MAX_LENGTH);
}
