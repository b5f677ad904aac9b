/** Every file of `media/` that a site's settings and entries ask for. */
import { parseRedirects } from "@pivert/model";
import { decodePath } from "./decode-path.ts";
import type { Entry } from "./load-entries.ts";
import type { LoadedSite } from "./load-site.ts";
import { type AssetUse, mediaPath } from "./process-assets.ts";

/** Lists the uses in the order of the files, the logo first. */
export function listAssetUses({ site, lineOf, redirects }: LoadedSite, entries: readonly Entry[]): AssetUse[] {
  const uses: AssetUse[] = [];
  if (site.theme.logo)
    uses.push({
      file: mediaPath(site.theme.logo),
      image: true,
      from: "site.yaml",
      line: lineOf(["theme", "logo"]),
      field: "theme.logo",
    });
  for (const entry of entries) {
    const { fields, file: from, lines, body } = entry;
    const lineOfField = (name: string) => lines[name] ?? 1;
    // A portrait is not even copied without its owner's consent.
    const written = !("consent" in fields) || fields.consent ? fields.image : undefined;
    if (written) uses.push({ file: mediaPath(written), image: true, from, line: lineOfField("image"), field: "image" });
    if ("file" in fields)
      uses.push({ file: mediaPath(fields.file), image: false, from, line: lineOfField("file"), field: "file" });
    if ("photos" in fields) {
      for (const [index, photo] of fields.photos.entries()) {
        uses.push({
          file: mediaPath(photo.image),
          image: true,
          from,
          line: lines[`photos.${index}`] ?? lineOfField("photos"),
          field: `photos.${index}.image`,
        });
      }
    }
    for (const { file, line, image } of body.files) uses.push({ file, image, from, line });
  }
  // An old address may lead to a file that no text mentions.
  for (const { to } of parseRedirects(redirects).redirects) {
    const file = to.startsWith("/media/") ? decodePath(to.slice(1).replace(/[?#].*$/s, "")) : undefined;
    if (file !== undefined) uses.push({ file, image: false, from: "redirects.csv", line: 1 });
  }
  return uses;
}
