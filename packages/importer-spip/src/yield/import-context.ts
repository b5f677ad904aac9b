/** What every step of an import shares. */
import type { NoticeEntry } from "@pivert/importer";
import type { SectionMapping } from "../site/mapping.ts";
import type { Media } from "../site/media.ts";
import type { OldAddresses } from "../site/old-addresses.ts";
import type { Places } from "../site/places.ts";
import type { ObjectType, SpipSite } from "../site/spip-site.ts";
import type { Targets } from "../site/targets.ts";

export interface Import {
  site: SpipSite;
  /** The old site's address, without a slash at the end. */
  url: string;
  mapping: ReadonlyMap<number, SectionMapping>;
  addresses: OldAddresses;
  media: Media;
  places: Places;
  targets: Targets;
  /** Whether a line break in a paragraph is one on the page, as it is since SPIP 3. */
  breaks: boolean;
  /** Entries that came out so far, by type. */
  kept: Map<string, number>;
}

/** What a notice is about: titles of what is public only. */
export function aboutObject(
  { addresses, places, url }: Import,
  type: ObjectType,
  id: number,
  title: string,
): NoticeEntry {
  const file = places.of(type, id)?.file;
  return { type, id, title, ...(file === undefined ? {} : { file }), url: url + addresses.current(type, id) };
}
