/** The image of an entry: its logo, or that of the section above. */
import type { ObjectType } from "../site/spip-site.ts";
import type { Import } from "./import-context.ts";

/** The file of `media/`; `undefined` when there is none up to the root. */
export function imageOf({ media, site }: Import, type: ObjectType, id: number, section?: number): string | undefined {
  const own = media.logo(type, id);
  if (own !== undefined) return found(own);
  let above = section;
  for (let depth = 0; above !== undefined && above > 0 && depth < 20; depth++) {
    const logo = media.logo("rubrique", above);
    if (logo !== undefined) return found(logo);
    above = site.sections.get(above)?.parent;
  }
  return undefined;

  function found(path: string): string | undefined {
    const use = media.use(path);
    return use.found ? use.file : undefined;
  }
}
