/** One or several WXR files as a WordPress site: parts of a split export come together, doubles come once. */
import type { SiteInfo, WordPressSource, WpAuthor, WpPost, WpTerm } from "../site/wordpress-site.ts";
import { readWxr } from "./read-wxr.ts";

export function wxrSource(files: readonly string[]): WordPressSource {
  const damages = new Set<string>();
  let survey: Promise<{ info: SiteInfo; terms: WpTerm[]; authors: WpAuthor[] }> | undefined;

  async function look() {
    const info: SiteInfo = { name: "", tagline: "", url: "", language: "", version: "" };
    const terms = new Map<string, WpTerm>();
    const authors = new Map<string, WpAuthor>();
    for (const file of files) {
      for await (const part of readWxr(file)) {
        if (part.kind === "info") {
          for (const [key, value] of Object.entries(part.info)) info[key as keyof SiteInfo] ||= value;
        } else if (part.kind === "term") terms.set(`${part.term.taxonomy}/${part.term.slug}`, part.term);
        else if (part.kind === "author") authors.set(part.author.login, part.author);
        else if (part.kind === "damage") damages.add(part.text);
      }
    }
    info.url = info.url.replace(/\/+$/, "");
    return { info, terms: [...terms.values()], authors: [...authors.values()] };
  }

  async function* posts(): AsyncGenerator<WpPost> {
    const seen = new Map<number, string>();
    let added = 0;
    for (const file of files) {
      for await (const part of readWxr(file)) {
        if (part.kind === "damage") damages.add(part.text);
        if (part.kind !== "post") continue;
        const { post } = part;
        const mark = `${post.type} ${post.slug} ${post.date}`;
        const known = seen.get(post.id);
        // Parts of a split export overlap; two posts that share a number are both kept.
        if (known === mark) continue;
        if (known === undefined && post.id > 0) seen.set(post.id, mark);
        yield known === undefined && post.id > 0 ? post : { ...post, id: -++added };
      }
    }
  }

  const surveyed = () => (survey ??= look());
  return {
    info: async () => (await surveyed()).info,
    terms: async () => (await surveyed()).terms,
    authors: async () => (await surveyed()).authors,
    posts,
    damages: () => [...damages],
  };
}
