/** The first look at a site: everything but the texts, which are too many to hold. */

import { decodeHtml } from "../content/html-text.ts";
import { repairText } from "../content/repair-text.ts";
import { judgePost, type Verdict } from "./what-passes.ts";
import type { SiteInfo, WordPressSource, WpAuthor, WpPost, WpTerm } from "./wordpress-site.ts";
import { metaOf } from "./wordpress-site.ts";

/** A post without its text. */
export type PostHead = Pick<
  WpPost,
  "id" | "type" | "status" | "slug" | "link" | "date" | "parent" | "menuOrder" | "terms" | "sticky"
> & {
  title: string;
  verdict: Verdict;
  oldSlugs: readonly string[];
  /** Whether it has no text of its own. */
  isEmpty: boolean;
};

export interface SurveyedAttachment {
  id: number;
  parent: number;
  menuOrder: number;
  /** The address of the whole file. */
  url: string;
  /** The file that was uploaded, when `url` is a smaller copy of it. */
  original: string | undefined;
  alt: string;
  caption: string;
  title: string;
  /** The address of its own page. */
  link: string;
}

export interface MenuItem {
  id: number;
  menu: string;
  parent: number;
  order: number;
  title: string;
  type: string;
  object: string;
  objectId: number;
  url: string;
}

export interface SurveyedSite {
  info: SiteInfo;
  terms: readonly WpTerm[];
  authors: ReadonlyMap<string, WpAuthor>;
  heads: ReadonlyMap<number, PostHead>;
  attachments: ReadonlyMap<number, SurveyedAttachment>;
  menuItems: readonly MenuItem[];
  /** Texts of shared blocks, and places of events, by id. */
  sharedBlocks: ReadonlyMap<number, string>;
  venues: ReadonlyMap<number, Venue>;
  organisers: ReadonlyMap<number, string>;
  /** Parts of pages that links lead to. */
  fragments: ReadonlySet<string>;
}

export interface Venue {
  name: string;
  address: string;
}

/** Reads the whole source once. */
export async function surveySite(source: WordPressSource, now: string): Promise<SurveyedSite> {
  const heads = new Map<number, PostHead>();
  const attachments = new Map<number, SurveyedAttachment>();
  const menuItems: MenuItem[] = [];
  const sharedBlocks = new Map<number, string>();
  const venues = new Map<number, Venue>();
  const organisers = new Map<number, string>();
  const fragments = new Set<string>();
  for await (const post of source.posts()) {
    const verdict = judgePost(post, now);
    const { id, type, status, slug, link, date, parent, menuOrder, terms, sticky } = post;
    const title = titleOf(post);
    const oldSlugs = post.meta.get("_wp_old_slug") ?? [];
    const head: PostHead = {
      id,
      type,
      status,
      slug,
      link,
      date,
      parent,
      menuOrder,
      terms,
      sticky,
      title,
      verdict,
      oldSlugs,
      isEmpty: post.content.trim() === "",
    };
    heads.set(id, kept(head));
    if (type === "attachment") attachments.set(id, kept(attachmentOf(post)));
    else if (type === "nav_menu_item" && status === "publish") menuItems.push(kept(menuItemOf(post)));
    else if (type === "wp_block" && status === "publish") sharedBlocks.set(id, post.content);
    else if (type === "tribe_venue" && status === "publish") venues.set(id, venueOf(post));
    else if (type === "tribe_organizer" && status === "publish") organisers.set(id, title);
    if (verdict.passes)
      for (const [, fragment = ""] of post.content.matchAll(/href=["'][^"'#\s]*#([^"'\s]{1,100})["']/g))
        fragments.add(kept(fragment));
  }
  const authors = new Map((await source.authors()).map((author) => [author.login, author]));
  return {
    info: await source.info(),
    terms: await source.terms(),
    authors,
    heads,
    attachments,
    menuItems,
    sharedBlocks,
    venues,
    organisers,
    fragments,
  };
}

/** A copy: texts cut out of the source would keep whole pieces of it in memory. */
function kept<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

export function titleOf({ title }: Pick<WpPost, "title">): string {
  return repairText(decodeHtml(title.replace(/<[^>]*>/g, "")))
    .text.replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

function attachmentOf(post: WpPost): SurveyedAttachment {
  const file = metaOf(post, "_wp_attached_file");
  const url = post.attachmentUrl || post.link;
  const original = /s:14:"original_image";s:\d+:"([^"/\\]+)"/.exec(metaOf(post, "_wp_attachment_metadata"))?.[1];
  // The file's own name, when the address was made of another.
  const address =
    file && !url.endsWith(file) && /\/uploads\//.test(url) ? url.replace(/\/uploads\/.*$/, `/uploads/${file}`) : url;
  return {
    id: post.id,
    parent: post.parent,
    menuOrder: post.menuOrder,
    url: address,
    original: original && address.replace(/[^/]*$/, original),
    alt: decodeHtml(metaOf(post, "_wp_attachment_image_alt").replace(/<[^>]*>/g, "")),
    caption: post.excerpt.trim(),
    title: titleOf(post),
    link: post.link,
  };
}

function menuItemOf(post: WpPost): MenuItem {
  return {
    id: post.id,
    menu: post.terms.find(({ taxonomy }) => taxonomy === "nav_menu")?.slug ?? "",
    parent: Number(metaOf(post, "_menu_item_menu_item_parent")) || 0,
    order: post.menuOrder,
    title: titleOf(post),
    type: metaOf(post, "_menu_item_type"),
    object: metaOf(post, "_menu_item_object"),
    objectId: Number(metaOf(post, "_menu_item_object_id")) || 0,
    url: metaOf(post, "_menu_item_url"),
  };
}

function venueOf(post: WpPost): Venue {
  const line = ["_VenueAddress", "_VenueZip", "_VenueCity"].map((key) => metaOf(post, key).trim()).filter(Boolean);
  const [street, zip, city] = line.length === 3 ? line : [line.join(" ")];
  const address = city ? `${street}, ${zip} ${city}` : (street ?? "");
  return { name: titleOf(post), address };
}
