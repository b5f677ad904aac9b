import { escapeXml } from "../../escape-xml.mjs";
import { newestFirst, site, summarise } from "../../views.mjs";

export async function GET() {
  const entries = (await newestFirst()).slice(0, 20).map((post) => {
    const { title, href, date, summary } = summarise(post);
    const link = site.url + href;
    return `<entry><title>${escapeXml(title)}</title><link href="${link}"/><id>${link}</id><published>${date}</published><updated>${date}</updated><summary>${escapeXml(summary)}</summary></entry>`;
  });
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>${escapeXml(site.name)}</title><link href="${site.url}/"/><link rel="self" href="${site.url}${site.feeds.atom}"/><id>${site.url}/</id><author><name>${escapeXml(site.name)}</name></author>
${entries.join("\n")}
</feed>
`);
}
