/** RSS 2.0, Atom (RFC 4287), the sitemap (sitemaps.org 0.9) and robots.txt. */
import type { EntrySummary, SiteView } from "@pivert/theme-kit";
import type { PagePlan, TextPlan } from "./page-plan.ts";
import { planText } from "./page-plan.ts";

const LATEST = 20;

/** The feeds of a language's news, newest first. */
export function planFeeds(site: SiteView, posts: readonly EntrySummary[]): TextPlan[] {
  if (!site.feeds) return [];
  const items = posts.slice(0, LATEST);
  return [planText(site.feeds.rss.slice(1), rss(site, items)), planText(site.feeds.atom.slice(1), atom(site, items))];
}

function rss(site: SiteView, items: readonly EntrySummary[]): string {
  const entries = items.map((item) => {
    const link = escapeXml(site.url + (item.href ?? "/"));
    const date = item.date ? `<pubDate>${new Date(item.date).toUTCString()}</pubDate>` : "";
    return `<item><title>${escapeXml(item.title)}</title><link>${link}</link><guid>${link}</guid>${date}<description>${escapeXml(item.summary)}</description></item>`;
  });
  const self = escapeXml(site.url + (site.feeds?.rss ?? ""));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${escapeXml(site.name)}</title><link>${escapeXml(site.url)}/</link><description>${escapeXml(site.description ?? site.tagline ?? site.name)}</description><language>${site.lang}</language><atom:link href="${self}" rel="self" type="application/rss+xml"/>
${entries.join("\n")}
</channel></rss>
`;
}

function atom(site: SiteView, items: readonly EntrySummary[]): string {
  const entries = items.map((item) => {
    const link = escapeXml(site.url + (item.href ?? "/"));
    const date = item.date ?? EPOCH;
    return `<entry><title>${escapeXml(item.title)}</title><link href="${link}"/><id>${link}</id><published>${date}</published><updated>${date}</updated><summary>${escapeXml(item.summary)}</summary></entry>`;
  });
  const self = escapeXml(site.url + (site.feeds?.atom ?? ""));
  const updated =
    items
      .map(({ date }) => date ?? EPOCH)
      .sort()
      .at(-1) ?? EPOCH;
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${site.lang}"><title>${escapeXml(site.name)}</title><link href="${escapeXml(site.url)}/"/><link rel="self" href="${self}"/><id>${escapeXml(site.url)}/</id><updated>${updated}</updated><author><name>${escapeXml(site.name)}</name></author>
${entries.join("\n")}
</feed>
`;
}

const EPOCH = "1970-01-01T00:00:00.000Z";

/** Every page that search engines should know. */
export function planSitemap(origin: string, pages: readonly PagePlan[], timeZone: string): TextPlan {
  // Swedish writes dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const urls = pages
    .filter(({ listed }) => listed)
    .map(({ path, view }) => {
      const changed = view.kind === "entry" ? (view.updated ?? view.entry.date) : undefined;
      return `<url><loc>${escapeXml(origin + encodeURI(path))}</loc>${changed ? `<lastmod>${day.format(new Date(changed))}</lastmod>` : ""}</url>`;
    });
  return planText(
    "sitemap.xml",
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`,
  );
}

export function planRobots(origin: string, indexed: boolean): TextPlan {
  return planText(
    "robots.txt",
    indexed ? `User-agent: *\nAllow: /\nSitemap: ${origin}/sitemap.xml\n` : "User-agent: *\nDisallow: /\n",
  );
}

/** Text in XML, without the characters that XML 1.0 refuses. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
