/** Every address of the old site that can be foreseen, with where it leads here. */
import type { Redirect } from "@pivert/model";
import { slugify } from "@pivert/model";
import { decodeHtml } from "../content/html-text.ts";
import type { MediaPlan } from "./media-plan.ts";
import { pathOf, uploadOf } from "./old-address.ts";
import type { PlannedPost, SitePlan } from "./plan-site.ts";
import type { SurveyedSite } from "./survey-site.ts";

/** @param paged how many pages a post was cut into, by its id */
export function planRedirects(
  site: SurveyedSite,
  plan: SitePlan,
  media: MediaPlan,
  paged: ReadonlyMap<number, number>,
): Redirect[] {
  const redirects = new Map<string, string>();
  const add = (from: string, to: string | undefined) => {
    const old = written(from);
    if (old !== undefined && to !== undefined && old !== to && !redirects.has(old)) redirects.set(old, to);
  };
  const news = plan.postsPage?.path ?? `/${plan.segments.posts}/`;

  const posts = [...plan.posts.values(), ...(plan.postsPage ? [plan.postsPage] : [])];
  for (const post of posts) addPost(post, paged.get(post.head.id) ?? 1);
  for (const attachment of site.attachments.values()) {
    const file = media.fileOf(attachment.url);
    if (file === undefined || !media.has(file)) continue;
    const to = mediaAddress(file);
    add(pathOf(attachment.link, site), to);
    add(`/?attachment_id=${attachment.id}`, to);
    add(`/?p=${attachment.id}`, to);
    const upload = uploadOf(attachment.url);
    if (upload) add(`/wp-content/uploads/${upload}`, to);
    for (const copy of media.copiesOf(file)) add(`/wp-content/uploads/${copy}`, to);
  }
  addTerms();
  addLists();
  return [...redirects].map(([from, to]) => ({ from, to }));

  function addPost({ head, path, oldPath }: PlannedPost, pages: number): void {
    add(oldPath, path);
    add(`/?p=${head.id}`, path);
    if (head.type === "page") add(`/?page_id=${head.id}`, path);
    else if (head.type !== "post") add(`/?post_type=${head.type}&p=${head.id}`, path);
    for (const slug of head.oldSlugs) add(oldPath.replace(/[^/]+\/?$/, `${slug}/`), path);
    for (let page = 2; page <= pages; page++) add(`${oldPath}${page}/`, path);
    if (/\/$/.test(oldPath) && oldPath !== "/")
      for (const tail of ["feed/", "amp/", "embed/"]) add(oldPath + tail, path);
  }

  function addTerms(): void {
    const categories = site.terms.filter(({ taxonomy }) => taxonomy === "category");
    for (const category of categories) {
      const to = termAddress("rubriques", category.name);
      const slugs = [category.slug];
      for (let above = category.parent; above !== "" && slugs.length < 10; ) {
        slugs.unshift(above);
        above = categories.find(({ slug }) => slug === above)?.parent ?? "";
      }
      const isUsed = posts.some(({ head }) =>
        head.terms.some((term) => term.taxonomy === "category" && isBelow(term.slug, category.slug)),
      );
      for (const base of ["category", "rubrique", "categorie"]) {
        if (base !== "category" && !knownBase(base)) continue;
        add(`/${base}/${slugs.join("/")}/`, isUsed ? to : news);
        add(`/${base}/${category.slug}/`, isUsed ? to : news);
        add(`/${base}/${slugs.join("/")}/feed/`, feed());
      }
      if (category.id > 0) add(`/?cat=${category.id}`, isUsed ? to : news);
    }
    for (const tag of site.terms.filter(({ taxonomy }) => taxonomy === "post_tag")) {
      const isUsed = posts.some(({ head }) =>
        head.terms.some((term) => term.taxonomy === "post_tag" && term.slug === tag.slug),
      );
      const to = isUsed ? termAddress("mots-cles", tag.name) : news;
      add(`/tag/${tag.slug}/`, to);
      add(`/?tag=${tag.slug}`, to);
      add(`/tag/${tag.slug}/feed/`, feed());
    }

    function isBelow(slug: string, above: string): boolean {
      for (let at = slug, steps = 0; at !== "" && steps < 10; steps++) {
        if (at === above) return true;
        at = categories.find((category) => category.slug === at)?.parent ?? "";
      }
      return false;
    }
  }

  /** Whether addresses of this form were seen in the menu. */
  function knownBase(base: string): boolean {
    return site.menuItems.some(({ url }) => url.includes(`/${base}/`));
  }

  function addLists(): void {
    for (const tail of ["feed/", "feed/atom/", "feed/rss/", "feed/rss2/", "comments/feed/"]) add(`/${tail}`, feed());
    for (const query of ["feed=rss2", "feed=rss", "feed=atom"]) add(`/?${query}`, feed());
    const days = new Set<string>();
    for (const { head } of plan.posts.values()) {
      const [, year, month] = /^(\d{4})-(\d{2})/.exec(head.date) ?? [];
      if (head.type !== "post" || !year || year === "0000") continue;
      days.add(`/${year}/`).add(`/${year}/${month}/`).add(`/?m=${year}${month}`).add(`/?m=${year}`);
    }
    for (const day of days) add(day, news);
    const count = [...plan.posts.values()].filter(({ collection }) => collection === "posts").length;
    for (let page = 2; page <= Math.min(Math.ceil(count / 10), 500); page++) add(`/page/${page}/`, news);
    for (const author of site.authors.values()) {
      const wrote = [...plan.posts.values()].some(({ head }) => head.type === "post");
      if (wrote) add(`/author/${slugify(author.login)}/`, termAddress("auteurs", author.name));
    }
    const events = [...plan.posts.values()].find(({ collection }) => collection === "events");
    const base = events && /^\/[^/]+\//.exec(events.oldPath)?.[0];
    if (base)
      for (const from of [base, `${base.replace(/\/$/, "s")}/`, "/events/", "/evenements/"])
        add(from, `/${plan.segments.events}/`);
    for (const head of site.heads.values())
      if (head.type === "tribe_venue") add(pathOf(head.link, site), `/${plan.segments.events}/`);
  }

  function feed(): string {
    return `${news}rss.xml`;
  }
}

export function mediaAddress(file: string): string {
  return `/${file.split("/").map(encodeURIComponent).join("/")}`;
}

function termAddress(base: string, name: string): string | undefined {
  const slug = slugify(decodeHtml(name));
  return slug ? `/${base}/${slug}/` : undefined;
}

/** An old path as `redirects.csv` holds it: decoded, unless that could not be written. */
function written(path: string): string | undefined {
  if (!path.startsWith("/") || path.startsWith("//")) return undefined;
  let decoded = path;
  try {
    decoded = decodeURIComponent(path).normalize("NFC");
  } catch {
    // A lone percent sign: it stays as it is written.
  }
  const plain = /[\s\u0000-\u001f\u007f<>"\\#]/u.test(decoded) ? encodeURI(decoded).replace(/#/g, "%23") : decoded;
  return plain.split(/[?#]/)[0]?.split("/").includes("..") || plain === "/" ? undefined : plain;
}
