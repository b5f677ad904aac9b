/** The same views that our builder gives to the theme, out of content collections. */
import { getCollection, getEntry } from "astro:content";
import settings from "./site.json";

const NEWS = { label: "Actualités", href: "/actualites/" };
const HOME = { label: "Accueil", href: "/" };

export const site = {
  name: settings.title,
  description: settings.description,
  url: settings.url,
  lang: "fr",
  menu: settings.menu.map(({ label, to }) => ({ label, href: to })),
  legal: { label: "Mentions légales", href: "/mentions-legales/" },
  feeds: { rss: "/actualites/rss.xml", atom: "/actualites/atom.xml" },
};

export async function newestFirst() {
  const entries = await getCollection("actualites");
  return entries.sort((a, b) => b.data.date.getTime() - a.data.date.getTime());
}

export function summarise({ id, data }) {
  return { title: data.title, href: `${NEWS.href}${id}/`, summary: data.summary, date: data.date.toISOString() };
}

let views;

/** Every page but the one for what is missing. */
export function allViews() {
  views ??= makeViews();
  return views;
}

async function makeViews() {
  const posts = await newestFirst();
  const home = await getEntry("pages", "index");
  const legal = await getEntry("pages", "mentions-legales");
  const tags = new Map();
  for (const post of posts) {
    for (const tag of post.data.tags) {
      if (!tags.has(tag)) tags.set(tag, []);
      tags.get(tag).push(post);
    }
  }
  return [
    page("home", "/", home.data.title, { body: home.rendered.html, posts: posts.slice(0, 7).map(summarise) }, []),
    entryView("/mentions-legales/", legal, { title: legal.data.title }, [HOME]),
    ...posts.map((post) => entryView(summarise(post).href, post, summarise(post), [HOME, NEWS])),
    ...listViews(NEWS.href, NEWS.label, posts),
    ...[...tags].flatMap(([tag, tagged]) => listViews(tagPath(tag), tag, tagged)),
  ];
}

export function notFoundView() {
  return page("notFound", "/404.html", "Page introuvable", {}, []);
}

function page(kind, path, title, rest, breadcrumb) {
  return { kind, site, path, lang: "fr", title, breadcrumb, alternates: [], ...rest };
}

function entryView(path, { rendered, data }, entry, breadcrumb) {
  const tags = (data.tags ?? []).map((tag) => ({ label: tag, href: tagPath(tag) }));
  return page("entry", path, data.title, { description: data.summary, entry, body: rendered.html, tags }, breadcrumb);
}

function listViews(path, title, posts) {
  const pages = Math.ceil(posts.length / settings.perPage);
  const hrefOf = (number) => (number === 1 ? path : `${path}page/${number}/`);
  return Array.from({ length: pages }, (_, index) => {
    const number = index + 1;
    const items = posts.slice(index * settings.perPage, number * settings.perPage).map(summarise);
    const pagination = {
      page: number,
      pages,
      previous: number > 1 ? hrefOf(number - 1) : undefined,
      next: number < pages ? hrefOf(number + 1) : undefined,
    };
    return page("list", hrefOf(number), title, { items, pagination }, [HOME]);
  });
}

function tagPath(tag) {
  const slug = tag.normalize("NFKD").replace(/\p{M}+/gu, "");
  return `/mots-cles/${slug}/`;
}
