/** The address that WordPress gave a post, from its settings: a dump does not say it. */

export interface LinkedPost {
  id: number;
  type: string;
  slug: string;
  /** `2019-05-03 09:00:00` */
  date: string;
  parent: number;
  author: string;
  terms: readonly { taxonomy: string; slug: string }[];
}

export interface LinkSettings {
  home: string;
  options: ReadonlyMap<string, string>;
  pages: ReadonlyMap<number, { slug: string; parent: number }>;
}

/** Types of The Events Calendar have a segment of their own, in the language of the site. */
const SEGMENTS: Record<string, string> = {
  tribe_events: "evenement",
  tribe_venue: "lieu",
  tribe_organizer: "organisateur",
};

export function permalink(post: LinkedPost, { home, options, pages }: LinkSettings): string {
  const structure = options.get("permalink_structure") ?? "";
  if (post.type === "page") {
    if (options.get("show_on_front") === "page" && Number(options.get("page_on_front")) === post.id) return `${home}/`;
    return structure === "" ? `${home}/?page_id=${post.id}` : `${home}/${pagePath(post, pages)}/`;
  }
  if (post.type === "attachment")
    return structure === "" || post.slug === "" ? `${home}/?attachment_id=${post.id}` : `${home}/${post.slug}/`;
  if (post.type !== "post") {
    const segment = SEGMENTS[post.type];
    return structure !== "" && segment
      ? `${home}/${segment}/${post.slug}/`
      : `${home}/?post_type=${post.type}&p=${post.id}`;
  }
  if (structure === "" || post.slug === "") return `${home}/?p=${post.id}`;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = ""] =
    /(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)/.exec(post.date) ?? [];
  const values: Record<string, string> = {
    year,
    monthnum: month,
    day,
    hour,
    minute,
    second,
    post_id: String(post.id),
    postname: post.slug,
    author: post.author,
    category: post.terms.find(({ taxonomy }) => taxonomy === "category")?.slug ?? "non-classe",
  };
  return home + structure.replace(/%(\w+)%/g, (whole, name: string) => values[name] ?? whole);
}

function pagePath(
  { id, slug, parent }: { id: number; slug: string; parent: number },
  pages: LinkSettings["pages"],
): string {
  const names = [slug];
  const seen = new Set([id]);
  for (let above = parent; above !== 0 && !seen.has(above); ) {
    const page = pages.get(above);
    if (!page) break;
    seen.add(above);
    names.unshift(page.slug);
    above = page.parent;
  }
  return names.join("/");
}
