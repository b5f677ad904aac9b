/** A WordPress site as its exports tell it, whichever they are: what WXR, SQL and REST are read into. */

export interface WordPressSource {
  /** The site's name, address and language, once they are known. */
  info: () => Promise<SiteInfo>;
  /** Every post of every type, as often as asked: memory holds one at a time. */
  posts: () => AsyncIterable<WpPost>;
  terms: () => Promise<readonly WpTerm[]>;
  authors: () => Promise<readonly WpAuthor[]>;
  /** Redirects that a plugin kept. */
  redirects?: () => Promise<readonly { from: string; to: string }[]>;
  /** What could not be read, in French. Complete once `posts` has been gone through. */
  damages: () => readonly string[];
}

export interface SiteInfo {
  name: string;
  tagline: string;
  /** Without a slash at the end. */
  url: string;
  /** As WordPress writes it: `fr-FR`. */
  language: string;
  version: string;
  /** The page that lists the posts, when the source tells. */
  postsPage?: number | undefined;
}

export interface WpPost {
  id: number;
  type: string;
  status: string;
  slug: string;
  title: string;
  link: string;
  /** `2019-05-03 09:00:00`, in the site's time zone. */
  date: string;
  modified: string;
  /** Login of its author. */
  creator: string;
  content: string;
  excerpt: string;
  parent: number;
  menuOrder: number;
  password: string;
  sticky: boolean;
  attachmentUrl: string;
  meta: ReadonlyMap<string, readonly string[]>;
  terms: readonly { taxonomy: string; slug: string; name: string }[];
  comments: readonly WpComment[];
}

export interface WpComment {
  id: number;
  parent: number;
  author: string;
  date: string;
  content: string;
  approved: boolean;
  /** `comment`, `pingback`, `trackback`… */
  type: string;
}

export interface WpTerm {
  id: number;
  taxonomy: string;
  slug: string;
  name: string;
  description: string;
  /** Slug of the term above; empty for none. */
  parent: string;
}

export interface WpAuthor {
  login: string;
  /** The public name. */
  name: string;
}

/** The first value of a post's field of its own; empty when there is none. */
export function metaOf({ meta }: WpPost, key: string): string {
  return meta.get(key)?.[0] ?? "";
}
