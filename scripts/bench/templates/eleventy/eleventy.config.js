import { readFileSync } from "node:fs";
import { relative } from "node:path";
import footnotes from "markdown-it-footnote";

const { perPage } = JSON.parse(readFileSync(new URL("./src/_data/settings.json", import.meta.url), "utf8"));

export default function configure(config) {
  config.amendLibrary("md", (markdown) => markdown.set({ html: false, typographer: true }).use(footnotes));
  config.addPassthroughCopy("src/style.css");
  config.addFilter("iso", (date) => new Date(date).toISOString());
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  config.addFilter("utc", (date) => new Date(date).toUTCString());
  config.addFilter("tagPath", tagPath);
  config.addFilter("first", (list, count) => list.slice(0, count));
  config.addCollection("news", newestFirst);
  config.addCollection("lists", listPages);
  return { dir: { input: relative(process.cwd(), new URL("./src", import.meta.url).pathname) } };
}

function newestFirst(collections) {
  return collections.getFilteredByGlob("**/actualites/*.md").sort((a, b) => b.data.date - a.data.date);
}

/** The pages of every list: the news, and each tag. */
function listPages(collections) {
  const posts = newestFirst(collections);
  const byTag = new Map();
  for (const post of posts) {
    for (const tag of post.data.tags) {
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(post);
    }
  }
  const lists = [["Actualités", "/actualites/", posts], ...[...byTag].map(([tag, own]) => [tag, tagPath(tag), own])];
  return lists.flatMap(([title, path, items]) => {
    const pages = Math.ceil(items.length / perPage);
    const hrefOf = (number) => (number === 1 ? path : `${path}page/${number}/`);
    return Array.from({ length: pages }, (_, index) => ({
      title,
      path: hrefOf(index + 1),
      items: items.slice(index * perPage, (index + 1) * perPage),
      page: index + 1,
      pages,
      previous: index > 0 && hrefOf(index),
      next: index + 1 < pages && hrefOf(index + 2),
    }));
  });
}

function tagPath(tag) {
  return `/mots-cles/${tag.normalize("NFKD").replace(/\p{M}+/gu, "")}/`;
}
