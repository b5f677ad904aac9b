/** One or several WXR files as a WordPress site: parts of a split export come together, doubles come once. */
import type { SiteInfo, WordPressSource, WpAuthor, WpPost, WpTerm } from "../site/wordpress-site.ts";
import { readWxr, type WxrPart } from "./read-wxr.ts";

export function wxrSource(files: readonly string[]): WordPressSource {
  const info: SiteInfo = { name: "", tagline: "", url: "", language: "", version: "" };
  const terms = new Map<string, WpTerm>();
  const authors = new Map<string, WpAuthor>();
  const damages = new Set<string>();
  /** Whether the files have been read to their end: what stands beside the posts is known then. */
  let known = false;

  function note(part: WxrPart): void {
    if (part.kind === "info") {
      for (const key of ["name", "tagline", "url", "language"] as const)
        info[key] ||= (part.info[key] ?? "").replace(/\/+$/, "");
    } else if (part.kind === "term") terms.set(`${part.term.taxonomy}/${part.term.slug}`, part.term);
    else if (part.kind === "author") authors.set(part.author.login, part.author);
    else if (part.kind === "damage") damages.add(part.text);
  }

  async function* posts(): AsyncGenerator<WpPost> {
    const seen = new Map<number, string>();
    let added = 0;
    for (const file of files) {
      for await (const part of readWxr(file)) {
        if (part.kind !== "post") {
          note(part);
          continue;
        }
        const { post } = part;
        const mark = `${post.type} ${post.slug} ${post.date}`;
        const first = seen.get(post.id);
        // Parts of a split export overlap; two posts that share a number are both kept.
        if (first === mark) continue;
        const isFirst = first === undefined && post.id > 0;
        if (isFirst) seen.set(post.id, mark);
        yield isFirst ? post : { ...post, id: -++added };
      }
    }
    known = true;
  }

  async function learn(): Promise<void> {
    if (known) return;
    for await (const _ of posts());
  }

  return {
    posts,
    info: () => learn().then(() => info),
    terms: () => learn().then(() => [...terms.values()]),
    authors: () => learn().then(() => [...authors.values()]),
    damages: () => [...damages],
  };
}
