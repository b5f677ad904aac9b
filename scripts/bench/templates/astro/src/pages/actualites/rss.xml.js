import { escapeXml } from "../../escape-xml.mjs";
import { newestFirst, site, summarise } from "../../views.mjs";

export async function GET() {
  const items = (await newestFirst()).slice(0, 20).map((post) => {
    const { title, href, date, summary } = summarise(post);
    const link = site.url + href;
    return `<item><title>${escapeXml(title)}</title><link>${link}</link><guid>${link}</guid><pubDate>${new Date(date).toUTCString()}</pubDate><description>${escapeXml(summary)}</description></item>`;
  });
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${escapeXml(site.name)}</title><link>${site.url}/</link><description>${escapeXml(site.description)}</description><language>fr</language><atom:link href="${site.url}${site.feeds.rss}" rel="self" type="application/rss+xml"/>
${items.join("\n")}
</channel></rss>
`);
}
