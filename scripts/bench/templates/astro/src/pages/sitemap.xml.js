import { allViews, site } from "../views.mjs";

export async function GET() {
  const urls = (await allViews())
    .filter(({ pagination }) => (pagination?.page ?? 1) === 1)
    .map(({ path, entry }) => {
      const changed = entry?.date ? `<lastmod>${entry.date.slice(0, 10)}</lastmod>` : "";
      return `<url><loc>${site.url}${path}</loc>${changed}</url>`;
    });
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`,
  );
}
