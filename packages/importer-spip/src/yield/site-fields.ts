/** `site.yaml` of a site that is moved: what the old one said of itself. */
import { plainLine, shorten } from "../site/titles.ts";
import type { Import } from "./import-context.ts";

const MAX_MENU = 30;

export function siteFields({ site, url, places, mapping, media }: Import, theme: string): Record<string, unknown> {
  const setting = (name: string, length: number) => shorten(plainLine(site.settings.get(name), site.lang), length);
  const logo = media.logo("site", 0);
  const logoUse = logo === undefined ? undefined : media.use(logo);
  const others = new Set(
    [...site.articles.values(), ...site.sections.values()].filter(({ isPublic }) => isPublic).map(({ lang }) => lang),
  );
  others.delete(site.lang);
  const roots = [...site.sections.values()]
    .filter(({ parent, isPublic, lang }) => parent === 0 && isPublic && lang === site.lang)
    .sort((a, b) => (a.order ?? 1000) - (b.order ?? 1000) || a.title.localeCompare(b.title, "fr"));
  const menu = roots.slice(0, MAX_MENU - 1).flatMap(({ id, title }) => {
    const path = places.of("rubrique", id)?.path;
    return path === undefined ? [] : [{ label: shorten(title || `Rubrique ${id}`, 60), to: path }];
  });
  const hasNews =
    [...mapping.values()].some(({ isNews, articles }) => isNews && articles > 0) ||
    [...site.titles.keys()].some((key) => key.startsWith("breve/"));
  return {
    name: setting("nom_site", 120) || "Sans nom",
    ...present("tagline", setting("slogan_site", 200)),
    ...present("description", setting("descriptif_site", 400)),
    url,
    languages: [site.lang, ...[...others].sort()].slice(0, 10),
    theme: { name: theme, ...(logoUse?.found ? { logo: logoUse.file } : {}) },
    menu: hasNews ? [...menu, { label: "Actualités", to: "/actualites/" }] : menu,
  };
}

function present(name: string, value: string): Record<string, string> {
  return value === "" ? {} : { [name]: value };
}
