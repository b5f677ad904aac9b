/** The pages of entries: the tree of pages, and each entry of a collection that has a page of its own. */
import type { Link } from "@pivert/theme-kit";
import { byOrder, ofCollection } from "./entry-order.ts";
import { languagePrefix } from "./entry-paths.ts";
import { homeCrumb, type LanguagePlan } from "./language-plan.ts";
import type { Entry } from "./load-entries.ts";
import type { PageDraft } from "./page-plan.ts";
import { buildPageTree, type PageNode } from "./page-tree.ts";
import { imageView, mediaPath } from "./process-assets.ts";
import { alternatesOf } from "./translations.ts";
import { isoDate, languageOf, summarise, termLinks, typeset } from "./views.ts";

/** Pages of the tree and entries of collections share one kind of view. */
export function entryDraft(
  entry: Entry,
  breadcrumb: Link[],
  children: Entry[],
  { context, translations }: LanguagePlan,
): PageDraft {
  const { site, assets } = context;
  const { fields, body } = entry;
  const summary = summarise(entry, context);
  const photos = ("photos" in fields ? fields.photos : []).flatMap(({ image, alt, caption }) => {
    const view = imageView(assets, mediaPath(image), typeset(alt ?? caption, languageOf(entry)) ?? "");
    return view ? [{ image: view, caption: typeset(caption, languageOf(entry)) }] : [];
  });
  const view = {
    kind: "entry" as const,
    path: entry.path,
    lang: languageOf(entry),
    title: summary.title,
    description: summary.summary,
    breadcrumb,
    alternates: alternatesOf(entry, translations),
    entry: summary,
    kicker: typeset(fields.kicker, languageOf(entry)),
    subtitle: typeset(fields.subtitle, languageOf(entry)),
    seeAlso: fields.seeAlso ? { label: fields.seeAlsoLabel ?? fields.seeAlso, href: fields.seeAlso } : undefined,
    body: "",
    headings: body.headings,
    tags: termLinks("tag", fields.tags, entry, site),
    categories: termLinks("category", "categories" in fields ? fields.categories : [], entry, site),
    authors: termLinks("author", fields.authors, entry, site),
    updated: fields.updated && isoDate(fields.updated, site),
    photos,
    children: children.map((child) => summarise(child, context)),
  };
  return { path: entry.path, view, bodies: [entry], entry };
}

export function planTree(language: LanguagePlan): PageDraft[] {
  const { site } = language.context;
  const home = languagePrefix(language.lang, site);
  const root = buildPageTree(ofCollection(language.entries, "pages"), home);
  const plan = (node: PageNode, trail: Link[]): PageDraft[] => {
    const { entry } = node;
    const own = entry && entry.path !== home ? [entryDraft(entry, trail, childPages(node), language)] : [];
    const crumb = entry ? [...trail, { label: shortTitle(entry), href: encodeURI(node.path) }] : trail;
    return [...own, ...node.children.flatMap((child) => plan(child, crumb))];
  };
  return plan(root, root.entry ? [] : [homeCrumb(language)]);
}

function childPages(node: PageNode): Entry[] {
  return byOrder(node.children.flatMap((child) => (child.entry ? [child.entry] : [])));
}

function shortTitle({ fields, lang }: Entry): string {
  return typeset(("menuTitle" in fields ? fields.menuTitle : undefined) ?? fields.title, lang);
}
