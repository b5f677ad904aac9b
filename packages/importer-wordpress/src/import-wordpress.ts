/** A WordPress site as what a site's folder is made of: the survey first, then one post at a time. */
import { ImportError, type ImportItem, type Notice, type SiteImport, type Tally } from "@pivert/importer";
import { decodeHtml, textOfHtml } from "./content/html-text.ts";
import { repairText } from "./content/repair-text.ts";
import { type ConvertContext, convertPost, newAddress, normalPath } from "./convert-post.ts";
import { planMedia } from "./site/media-plan.ts";
import { menuOf } from "./site/menu.ts";
import { ownHosts } from "./site/old-address.ts";
import { planRedirects } from "./site/plan-redirects.ts";
import { planPosts } from "./site/plan-site.ts";
import { type SurveyedSite, surveySite } from "./site/survey-site.ts";
import type { WordPressSource, WpTerm } from "./site/wordpress-site.ts";

export interface ImportWordPressOptions {
  /** `wp-content/uploads` of the old site. */
  uploads?: string;
  /** Whether approved comments come over, with names only. */
  comments?: boolean;
  /** The theme of the new site. */
  theme?: string;
  /** Files of an earlier import, by `type/id`. */
  remembered?: ReadonlyMap<string, string>;
  /** The moment of the import, as `2026-11-22 20:00:00`. */
  now?: string;
}

/**
 * Opens an import; the source is read once for the survey, and again for the texts.
 * @throws ImportError when the source holds nothing that can be read
 */
export async function importWordPress(
  source: WordPressSource,
  options: ImportWordPressOptions = {},
): Promise<SiteImport> {
  const now = options.now ?? new Date().toISOString().slice(0, 19).replace("T", " ");
  const site = await surveySite(source, now);
  if (site.heads.size === 0) {
    const reasons = source.damages().join("\n");
    throw new ImportError(
      "unreadable",
      `There is nothing to import in this source.\n${reasons}\nExport the site again: Tools, Export, All content.`,
    );
  }
  const url = /^https?:\/\/[^\s/]+/.test(site.info.url) ? site.info.url : guessAddress(site);
  const surveyed: SurveyedSite = { ...site, info: { ...site.info, url } };
  const { name, version } = surveyed.info;
  return {
    source: { system: "wordpress", version: version || "", name: titleText(name) || url, url },
    items: itemsOf(source, surveyed, options),
  };
}

/** The address that most posts have, when the export does not say it. */
function guessAddress({ heads }: SurveyedSite): string {
  const counts = new Map<string, number>();
  for (const { link } of heads.values()) {
    const origin = URL.canParse(link) ? new URL(link).origin : undefined;
    if (origin && origin !== "null") counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "https://site.invalid";
}

async function* itemsOf(
  source: WordPressSource,
  site: SurveyedSite,
  options: ImportWordPressOptions,
): AsyncGenerator<ImportItem> {
  const plan = planPosts(site, options.remembered ?? new Map());
  const media = planMedia(site, options.uploads);
  const byOldPath = new Map(
    [...plan.posts.values(), ...(plan.postsPage ? [plan.postsPage] : [])].map((post) => [
      normalPath(post.oldPath),
      post,
    ]),
  );
  const context: ConvertContext = { site, plan, media, own: ownHosts(site), byOldPath, imagesOf: imagesByPost(site) };

  yield { kind: "site", fields: siteFields(site, plan, context, options.theme) };
  yield { kind: "taxonomies", taxonomies: taxonomiesOf(site.terms) };
  yield {
    kind: "mapping",
    from: "articles",
    to: `/${plan.segments.posts}/`,
    count: countOf(plan, "posts"),
    why: plan.postsPage ? "l’adresse de la page des articles est gardée" : "la rubrique des actualités",
  };
  yield {
    kind: "mapping",
    from: "pages",
    to: "/",
    count: countOf(plan, "pages"),
    why: "chaque page garde son adresse",
  };
  if (countOf(plan, "events") > 0)
    yield {
      kind: "mapping",
      from: "évènements",
      to: `/${plan.segments.events}/`,
      count: countOf(plan, "events"),
      why: "l’agenda",
    };

  const pages = new Map<number, number>();
  let done = 0;
  for await (const post of source.posts()) {
    const planned = plan.posts.get(post.id);
    if (!planned || planned.head.type !== post.type) continue;
    const converted = convertPost(post, planned, context);
    pages.set(post.id, converted.pages);
    yield { kind: "entry", ...converted.entry };
    for (const notice of converted.notices) yield { kind: "notice", ...notice };
    if (options.comments) {
      const comments = post.comments.filter(({ approved, type }) => approved && (type === "comment" || type === ""));
      if (comments.length > 0) yield commentsOf(planned.file, comments);
    }
    yield { kind: "progress", what: "textes", done: ++done, total: plan.posts.size };
  }

  for (const attachment of site.attachments.values()) {
    const parent = site.heads.get(attachment.parent);
    if (!parent || parent.verdict.passes) media.fileOf(attachment.url);
  }
  const kept = (await source.redirects?.()) ?? [];
  const own = kept.map(({ from, to }) => ({ from, to: newAddress(to, context) }));
  yield { kind: "redirects", redirects: [...planRedirects(site, plan, media, pages), ...own] };
  const assets = media.assets();
  let copied = 0;
  for (const asset of assets) {
    yield { kind: "asset", ...asset };
    yield { kind: "progress", what: "fichiers", done: ++copied, total: assets.length };
  }
  for (const notice of siteNotices(source, site, media.missing(), options)) yield { kind: "notice", ...notice };
  yield* tallies(site, plan.posts.size + (plan.postsPage ? 1 : 0));
}

function countOf(plan: ReturnType<typeof planPosts>, collection: string): number {
  return [...plan.posts.values()].filter((post) => post.collection === collection).length;
}

function imagesByPost(site: SurveyedSite): Map<number, number[]> {
  const images = new Map<number, number[]>();
  const sorted = [...site.attachments.values()].sort((a, b) => a.menuOrder - b.menuOrder || a.id - b.id);
  for (const { id, parent, url } of sorted) {
    if (parent > 0 && /\.(?:jpe?g|png|gif|webp|avif|svg)$/i.test(url))
      images.set(parent, [...(images.get(parent) ?? []), id]);
  }
  return images;
}

function titleText(html: string): string {
  return repairText(textOfHtml(html)).text.slice(0, 120);
}

function siteFields(
  site: SurveyedSite,
  plan: ReturnType<typeof planPosts>,
  context: ConvertContext,
  theme = "clairiere",
): Record<string, unknown> {
  const tagline = titleText(site.info.tagline).slice(0, 200);
  const menu = menuOf(site, context);
  return {
    name: titleText(site.info.name) || new URL(site.info.url).host,
    ...(tagline ? { tagline } : {}),
    url: site.info.url,
    languages: plan.languages,
    theme: { name: theme },
    ...(menu.length > 0 ? { menu } : {}),
    ...(plan.segments.posts !== "actualites"
      ? { collections: { posts: { title: plan.postsPage?.head.title, path: plan.segments.posts } } }
      : {}),
  };
}

function taxonomiesOf(terms: readonly WpTerm[]) {
  const categories = terms.filter(({ taxonomy }) => taxonomy === "category");
  const known = new Set(categories.map(({ slug }) => slug));
  const below = (parent: string, depth: number): { name: string; description?: string; children: never[] }[] =>
    categories
      .filter((term) => (depth === 0 ? term.parent === "" || !known.has(term.parent) : term.parent === parent))
      .filter(({ name }) => depth > 0 || !/^(?:non classé|uncategorized)$/i.test(name))
      .map((term) => ({
        ...named(term),
        children: depth > 8 || term.slug === "" ? [] : (below(term.slug, depth + 1) as never[]),
      }))
      .sort(byName);
  return {
    tags: terms
      .filter(({ taxonomy }) => taxonomy === "post_tag")
      .map(named)
      .sort(byName),
    categories: below("", 0),
  };
}

/** Exports list terms in orders of their own. */
function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, "fr");
}

function named({ name, description }: WpTerm): { name: string; description?: string } {
  const text = textOfHtml(repairText(description).text).slice(0, 1000);
  return {
    name: decodeHtml(repairText(name).text).trim().slice(0, 120) || "sans nom",
    ...(text ? { description: text } : {}),
  };
}

function commentsOf(
  file: string,
  comments: readonly { id: number; parent: number; author: string; date: string; content: string }[],
): ImportItem {
  const place = file.replace(/\.md$/, ".yaml");
  return {
    kind: "comments",
    file: `comments/${place}`,
    comments: comments.map(({ id, parent, author, date, content }) => ({
      id,
      ...(parent > 0 ? { parent } : {}),
      author:
        decodeHtml(author)
          .replace(/\S+@\S+/g, "")
          .trim()
          .slice(0, 120) || "Anonyme",
      date: date.slice(0, 16),
      body: textOfHtml(repairText(content).text),
    })),
  };
}

function siteNotices(
  source: WordPressSource,
  site: SurveyedSite,
  missing: readonly string[],
  { uploads, comments }: ImportWordPressOptions,
): Notice[] {
  const waiting = [...site.heads.values()].filter(
    ({ type, verdict }) => !verdict.passes && type === "wpcf7_contact_form",
  ).length;
  return [
    ...source.damages().map((text): Notice => ({ about: "lost", text: `L’export est abîmé ou incomplet. ${text}.` })),
    ...missing.map(
      (file): Notice => ({ about: "missing-file", text: `Le fichier ${file} n’est pas dans le dossier uploads.` }),
    ),
    ...(uploads === undefined && site.attachments.size > 0
      ? [
          {
            about: "missing-file",
            text: "Le dossier uploads n’a pas été donné (--uploads=DOSSIER) : aucune image n’a été copiée.",
          } as const,
        ]
      : []),
    ...(waiting > 0
      ? [{ about: "changed", text: `${waiting} formulaire(s) de contact : à remplacer par celui du site.` } as const]
      : []),
    ...(comments
      ? []
      : [{ about: "left-out", text: "Les commentaires ne sont repris que sur demande (--comments)." } as const]),
  ];
}

/** What was found and what became of it, by kind: the reasons add up. */
function* tallies(site: SurveyedSite, published: number): Generator<ImportItem> {
  const others: Record<string, number> = {};
  let found = 0;
  for (const { type, verdict } of site.heads.values()) {
    if (type === "attachment" || type === "nav_menu_item") continue;
    found++;
    if (!verdict.passes) others[verdict.reason] = (others[verdict.reason] ?? 0) + 1;
  }
  const tally: Tally = { what: "textes", found, kept: published, others };
  yield { kind: "tally", ...tally };
}
