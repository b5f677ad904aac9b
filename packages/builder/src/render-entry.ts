/** The text of one entry to sanitised HTML, with its links resolved against the site. */
import { type RenderedMarkdown, renderMarkdown } from "@pivert/markdown";
import type { Site } from "@pivert/model";
import { type EntryPlace, placeEntry } from "./entry-paths.ts";

export interface RenderEntryOptions extends EntryPlace {
  file: string;
  firstLine: number;
  site: Site;
}

export function renderEntry(
  markdown: string,
  { site, file, path, lang, firstLine }: RenderEntryOptions,
): RenderedMarkdown {
  return renderMarkdown(markdown, {
    file,
    path,
    lang,
    firstLine,
    origins: originsOf(site),
    pathOf: (other) => placeEntry(other, site)?.path,
  });
}

/** Hosts that mean this site: with and without `www.`. */
function originsOf(site: Site): ReadonlySet<string> {
  const { host } = new URL(site.url);
  const bare = host.replace(/^www\./, "");
  return new Set([bare, `www.${bare}`]);
}
