/** The 218 shortcuts of the fixture, each as its parser's HTML and as a page of the new site shows it. */
import { fillSlots, renderMarkdown, type Slot } from "@pivert/markdown";
import { loadDump } from "../dump/load-dump.ts";
import { mapSections } from "../site/mapping.ts";
import { openMedia } from "../site/media.ts";
import { readOldAddresses } from "../site/old-addresses.ts";
import { planPlaces } from "../site/places.ts";
import { openSite } from "../site/spip-site.ts";
import { openTargets } from "../site/targets.ts";
import { writeBody } from "../site/write-body.ts";
import { dumpFile, IMG, NOW, OLD_URL, readFixture } from "./fixture.ts";

export interface RenderedShortcuts {
  /** What the parser makes of each. */
  parsed: string[];
  /** What a page shows, after Markdown and sanitising. */
  pages: string[];
}

export async function renderShortcuts(): Promise<RenderedShortcuts> {
  const { base } = await loadDump(dumpFile("sqlite"));
  try {
    const site = openSite(base, { now: NOW });
    const addresses = readOldAddresses(site);
    const media = openMedia(site, IMG);
    const options = {
      site,
      mapping: mapSections(site),
      remembered: new Map(),
      oldPaths: addresses.owners,
      fallbackDate: "2026-11-22",
    };
    const targets = openTargets({ site, places: planPlaces(options), media, addresses, url: OLD_URL });
    const { cases } = readFixture<{ cases: { raw: string }[] }>("shortcuts.json");
    const bodies = cases.map(({ raw }) => writeBody([raw], "fr", { site, media, targets, breaks: true }));
    return {
      parsed: bodies.map(({ html }) => asServed(html)),
      pages: bodies.map(({ markdown }) => showPage(markdown)),
    };
  } finally {
    base.close();
  }
}

function showPage(markdown: string): string {
  const place = { file: "pages/essai.md", path: "/essai/", lang: "fr", origins: new Set<string>() };
  const { html, slots } = renderMarkdown(markdown, { ...place, pathOf: (file) => `/${file}` });
  return asServed(fillSlots(html, slots, showSlot));
}

function showSlot(slot: Slot): string {
  if (slot.kind === "image") return `<img src="/${slot.file}" alt="">`;
  if (slot.kind === "audio") return `<audio src="/${slot.file}"></audio>`;
  return slot.kind === "image-address" ? `/${slot.file}` : "";
}

/** Files by the paths that the old site had, which the comparer knows. */
function asServed(html: string): string {
  return html.replaceAll('"/media/icones/', '"plugins-dist/medias/prive/vignettes/').replaceAll('"/media/', '"IMG/');
}
