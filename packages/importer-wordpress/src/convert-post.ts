/** One public post as an entry: its text converted, its fields mapped, everything that did not come over told. */
import type { EntrySource, ImportedEntry, Notice } from "@pivert/importer";
import { htmlToMarkdown } from "@pivert/markdown";
import type { ContentContext, ContentNotice } from "./content/content-context.ts";
import { elementorHtml } from "./content/elementor.ts";
import { decodeHtml, textOfHtml } from "./content/html-text.ts";
import { renderContent } from "./content/render-content.ts";
import { repairText } from "./content/repair-text.ts";
import { eventFields } from "./site/event-fields.ts";
import type { MediaPlan } from "./site/media-plan.ts";
import { type OwnHosts, ownPath, uploadOf } from "./site/old-address.ts";
import { mediaAddress } from "./site/plan-redirects.ts";
import type { PlannedPost, SitePlan } from "./site/plan-site.ts";
import { type SurveyedSite, titleOf } from "./site/survey-site.ts";
import { metaOf, type WpPost } from "./site/wordpress-site.ts";

export interface ConvertContext {
  site: SurveyedSite;
  plan: SitePlan;
  media: MediaPlan;
  own: OwnHosts;
  /** Public posts by the path of their old address. */
  byOldPath: ReadonlyMap<string, PlannedPost>;
  imagesOf: ReadonlyMap<number, readonly number[]>;
}

export interface ConvertedPost {
  entry: ImportedEntry;
  notices: Notice[];
  /** How many pages the old site cut it into. */
  pages: number;
}

export function convertPost(post: WpPost, planned: PlannedPost, context: ConvertContext): ConvertedPost {
  const { site } = context;
  const source: EntrySource = { system: "wordpress", type: post.type, id: post.id, url: planned.oldPath };
  const title =
    titleOf(post) || (planned.head.date.slice(0, 10) ? `Sans titre (${planned.head.date.slice(0, 10)})` : "Sans titre");
  const told = new Map<string, Notice>();
  const about = { type: post.type, id: post.id, title, file: planned.file, url: post.link };
  const tell = (kind: ContentNotice, what: string) => {
    const known = kind === "contact" ? ("changed" as const) : kind;
    const text =
      kind === "contact"
        ? `Un ${what} se trouvait ici : à remettre en place avec celui du site.`
        : `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
    told.set(`${known} ${text}`, { about: known, text, entry: about });
  };
  const { text: content, mended } = repairText(post.content);
  if (mended) tell("changed", "des lettres abîmées (Ã©, â€™…) ont été réparées : relisez ce texte");
  const contentContext: ContentContext = {
    postId: post.id,
    attachment: (id) => site.attachments.get(id),
    imagesOf: (id) => context.imagesOf.get(id) ?? [],
    reusableBlock: (id) => site.sharedBlocks.get(id),
    postAt: (address) => {
      const found = postAt(address, context);
      return found && { title: found.head.title || found.path, link: found.path };
    },
    footnotes: metaOf(post, "footnotes"),
    notice: tell,
  };
  const elementor =
    metaOf(post, "_elementor_edit_mode") === "builder"
      ? elementorHtml(metaOf(post, "_elementor_data"), contentContext)
      : undefined;
  const html = elementor ?? renderContent(content, contentContext);
  const address = (written: string) => newAddress(written, context);
  const { markdown, losses } = htmlToMarkdown(html, { address, keepId: (id) => site.fragments.has(id) });
  for (const { what, found } of losses) {
    const reason = LOSSES[what];
    if (reason)
      tell(what === "form" ? "contact" : "lost", what === "form" ? "formulaire" : `${reason}${found && ` : ${found}`}`);
  }
  const pages = 1 + (content.match(/<!--nextpage-->/g)?.length ?? 0);
  const fields = { title, ...fieldsOf(post, planned, context), source };
  return { entry: { file: planned.file, fields, body: markdown }, notices: [...told.values()], pages };
}

/** French reasons of what `htmlToMarkdown` leaves out. */
const LOSSES: Record<string, string> = {
  script: "un script",
  form: "un formulaire",
  "hidden-text": "un texte caché",
  frame: "un cadre sans adresse ou d’une technique disparue",
  object: "un objet d’une technique disparue",
  image: "une image sans fichier",
  address: "un lien dangereux",
};

function fieldsOf(
  post: WpPost,
  { head, collection, lang }: PlannedPost,
  { site, plan, media }: ConvertContext,
): Record<string, unknown> {
  const named = (taxonomy: string) =>
    unique(
      post.terms
        .filter((term) => term.taxonomy === taxonomy)
        .map(({ name }) => decodeHtml(name).trim().slice(0, 120))
        .filter(Boolean),
    );
  const categories = named("category").filter((name) => !/^(?:non classé|uncategorized|sans catégorie)$/i.test(name));
  const excerpt = textOfHtml(repairText(post.excerpt).text).slice(0, 1000);
  const description =
    excerpt ||
    decodeHtml(metaOf(post, "_yoast_wpseo_metadesc"))
      .replace(/%%\w+%%/g, "")
      .trim()
      .slice(0, 1000);
  const thumbnail = site.attachments.get(Number(metaOf(post, "_thumbnail_id")));
  const image = thumbnail && media.fileOf(thumbnail.url);
  const author = site.authors.get(post.creator)?.name;
  const isMain = lang === plan.languages[0];
  return {
    ...(collection === "posts" ? { date: dateOf(post.date) } : {}),
    ...(collection === "events" ? eventFields(post, site) : {}),
    ...(collection === "pages" && head.menuOrder !== 0 ? { order: head.menuOrder } : {}),
    ...(isMain ? {} : { lang }),
    ...(description ? { summary: description } : {}),
    ...(image ? { image, ...(thumbnail.alt ? { imageAlt: thumbnail.alt.slice(0, 300) } : {}) } : {}),
    ...listed(
      "categories",
      collection === "events" ? named("tribe_events_cat") : collection === "posts" ? categories : [],
    ),
    ...listed("tags", named("post_tag")),
    ...(author && collection === "posts" ? { authors: [decodeHtml(author).slice(0, 120)] } : {}),
    ...(post.sticky && collection === "posts" ? { featured: true } : {}),
  };
}

function listed(name: string, values: readonly string[]): Record<string, readonly string[]> {
  return values.length > 0 ? { [name]: values } : {};
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, "fr"));
}

/** A date without seconds; one that WordPress never set is the first of all. */
function dateOf(written: string): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/.exec(written) ?? [];
  return day && !day.startsWith("0000") ? `${day} ${time}` : "1970-01-01";
}

/**
 * Where an address of the old site leads here; others stay as they are. What is no text (lists, pages of files) keeps
 * its address, which is redirected.
 */
export function newAddress(written: string, context: ConvertContext): string {
  const trimmed = written.trim();
  if (trimmed.startsWith("#") || trimmed === "") return trimmed;
  const file = context.media.fileOf(trimmed);
  if (file !== undefined) return mediaAddress(file);
  const found = postAt(trimmed, context);
  const hash = /#.*$/.exec(trimmed)?.[0] ?? "";
  if (found) return found.path + hash;
  const own = ownPath(trimmed, context.own);
  if (own === undefined || uploadOf(trimmed) !== undefined) return trimmed;
  // A relative path of a page stays one of the site.
  return /^(?:https?:)?\/\//i.test(trimmed) ? own : trimmed;
}

export function postAt(address: string, { own, byOldPath, plan }: ConvertContext): PlannedPost | undefined {
  const path = ownPath(address, own);
  if (path === undefined) return undefined;
  const id = Number(/^\/(?:index\.php)?\?(?:.*&)?(?:p|page_id)=(\d+)/.exec(path)?.[1]);
  if (id) return plan.posts.get(id);
  // A query names something else than the page at the path: `/?cat=6`.
  if (/[?&](?:cat|tag|s|m|author|feed|attachment_id|post_type|year|monthnum)=/.test(path)) return undefined;
  return byOldPath.get(normalPath(path));
}

/** A path under which addresses are compared: decoded, small letters, one slash at the end. */
export function normalPath(path: string): string {
  const plain = path
    .replace(/[?#].*$/, "")
    .replace(/^\/index\.php(?=\/)/, "")
    .replace(/\/?$/, "/");
  try {
    return decodeURIComponent(plain).normalize("NFC").toLowerCase();
  } catch {
    return plain.toLowerCase();
  }
}
