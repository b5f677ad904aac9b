/** The site as the pages of one language show it. */
import { COLLECTION_NAMES, type Site } from "@pivert/model";
import type { MenuLink, SiteView } from "@pivert/theme-kit";
import { ofCollection } from "./entry-order.ts";
import { collectionPath } from "./entry-paths.ts";
import type { Entry } from "./load-entries.ts";
import { noticeLinks } from "./notices.ts";
import { imageView, mediaPath, variantHref } from "./process-assets.ts";
import { shareCard } from "./share-card.ts";
import { collectionTitle, typeset, type ViewContext } from "./views.ts";

export function siteView(lang: string, entries: readonly Entry[], { site, assets }: ViewContext): SiteView {
  const sections: SiteView["sections"] = {};
  for (const collection of COLLECTION_NAMES) {
    if (collection === "pages" || ofCollection(entries, collection).length === 0) continue;
    sections[collection] = {
      label: typeset(collectionTitle(collection, lang, site), lang),
      href: collectionPath(collection, lang, site),
    };
  }
  const menuLink = ({ label, to, children }: Site["menu"][number]): MenuLink => ({
    label: typeset(label, lang),
    href: encodeLetters(to),
    children: children.map((child) => ({ label: typeset(child.label, lang), href: encodeLetters(child.to) })),
  });
  const news = sections.posts?.href;
  const card = shareCard(site, lang).variant;
  return {
    name: typeset(site.name, lang),
    tagline: typeset(site.tagline, lang),
    description: typeset(site.description, lang),
    url: site.url.replace(/\/+$/, ""),
    lang,
    timeZone: site.timeZone,
    indexed: site.indexed,
    colour: site.theme.colour.toLowerCase(),
    look: { font: site.theme.font, density: site.theme.density },
    logo: site.theme.logo ? imageView(assets, mediaPath(site.theme.logo), "") : undefined,
    menu: site.menu.map(menuLink),
    contact: site.contact,
    social: site.social.map(({ label, url }) => ({ label, href: url })),
    sections,
    legal: noticeLinks(site, lang),
    share: variantHref(card.file),
    calendar: sections.events && `${sections.events.href}agenda.ics`,
    feeds: news ? { rss: `${news}rss.xml`, atom: `${news}atom.xml` } : undefined,
  };
}

/** An address as its author wrote it, whose letters may be encoded already. */
function encodeLetters(address: string): string {
  return address.replace(/[^!-~]+/g, encodeURI);
}
