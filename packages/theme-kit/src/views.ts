/**
 * What a theme receives: one plain view per page. A view holds all that the page shows and nothing else, so that a
 * page is rendered again exactly when its view changes. Texts are plain text, except those typed {@link Html}.
 */
import type { CollectionName } from "@pivert/model";

export type { CollectionName };

/** Sanitised HTML, ready to be put in a page with `set:html`. */
export type Html = string;

/** A path of the site, such as `/asso/statuts/`, or an absolute address. */
export type Href = string;

export interface Link {
  label: string;
  href: Href;
}

export interface MenuLink extends Link {
  children: Link[];
}

/** An image with its variants, smallest first. Sizes are in pixels. */
export interface ImageView {
  alt: string;
  width: number;
  height: number;
  /** AVIF then WebP, each as a `srcset`. */
  sources: { type: string; srcset: string }[];
  /** A WebP of middle size, for browsers without `srcset`. */
  src: Href;
  /** The largest variant. */
  full: Href;
}

/** What every page of a site shows: its change renders the whole site again, so it stays narrow. */
export interface SiteView {
  name: string;
  tagline?: string;
  description?: string;
  /** Origin of the public address, without a final slash. */
  url: string;
  /** The language of most pages. */
  lang: string;
  timeZone: string;
  indexed: boolean;
  /** The site's own colour, `#rrggbb`. */
  colour: string;
  /** What `site.yaml` asks of the theme; where it asks nothing, the theme decides. */
  look: { font?: "serif" | "sans"; density?: "airy" | "compact" };
  logo?: ImageView;
  menu: MenuLink[];
  contact: { email?: string; phone?: string; address?: string };
  social: Link[];
  /** The lists of the site that exist, such as news and agenda. */
  sections: Partial<Record<CollectionName, Link>>;
  /** What the law asks for: legal notice, privacy, accessibility. */
  legal: Link[];
  feeds: { rss: Href; atom: Href } | undefined;
  /** The image that networks show beside a link to a page without one. */
  share?: Href;
  /** The agenda as an iCalendar file, to subscribe to. */
  calendar?: Href;
}

interface PageView {
  site: SiteView;
  path: Href;
  lang: string;
  title: string;
  /** For search engines and shares. */
  description?: string;
  /** From the home page to the parent of this one. */
  breadcrumb: Link[];
  /** The same content in other languages, this one left out. */
  alternates: { lang: string; href: Href }[];
}

/** An entry as lists show it. */
export interface EntrySummary {
  collection: CollectionName;
  title: string;
  lang: string;
  /** Its page; absent for entries that only stand in lists. */
  href?: Href;
  summary: string;
  /** ISO 8601 instant of publication. */
  date?: string;
  image?: ImageView;
  featured?: boolean;
  event?: EventDetails;
  document?: FileView;
  person?: { role?: string; group?: string; email?: string; phone?: string };
  partner?: { url?: Href };
}

export interface EventDetails {
  /** ISO 8601 instants. */
  start: string;
  end?: string;
  /** Whether start and end are whole days. */
  wholeDay: boolean;
  /** Instants at which a repeated event starts after this time. */
  further?: string[];
  /** An iCalendar file of the event. */
  calendar?: Href;
  place?: string;
  address?: string;
  price?: string;
  organiser?: string;
  registration?: Href;
  cancelled: boolean;
}

/** A file to download. */
export interface FileView {
  href: Href;
  /** Upper-case extension, such as `PDF`. */
  type: string;
  bytes: number;
}

export interface HomeView extends PageView {
  kind: "home";
  /** The image of the home page's own entry. */
  image?: ImageView;
  body: Html;
  /** What `site.yaml` wants first; `text` wants nothing else. Where it is absent, the theme decides. */
  first?: "events" | "posts" | "albums" | "text";
  posts: EntrySummary[];
  events: EntrySummary[];
  albums: EntrySummary[];
  partners: EntrySummary[];
}

export interface EntryView extends PageView {
  kind: "entry";
  entry: EntrySummary;
  /** Lines above and below the title. */
  kicker?: string;
  subtitle?: string;
  /** A page of another site that goes with the entry. */
  seeAlso?: Link;
  body: Html;
  headings: { depth: number; id: string; text: string }[];
  tags: Link[];
  categories: Link[];
  authors: Link[];
  updated?: string;
  /** The photographs of an album. */
  photos: { image: ImageView; caption?: string }[];
  /** Pages below this one. */
  children: EntrySummary[];
}

export interface ListView extends PageView {
  kind: "list";
  collection: CollectionName;
  /** What the list is about, when it is not a whole collection. */
  term?: { kind: "tag" | "category" | "author" | "archive"; name: string; description?: string };
  items: EntrySummary[];
  /** HTML of items without a page of their own, in the order of `items`; empty when they have pages. */
  bodies: Html[];
  pagination: { page: number; pages: number; previous?: Href; next?: Href };
  /** Other lists close to this one: archives of the agenda, categories of the news. */
  related: Link[];
}

export interface NotFoundView extends PageView {
  kind: "notFound";
}

/** One page, whatever its kind. A theme has a component of each kind in `src/views/`. */
export type View = HomeView | EntryView | ListView | NotFoundView;

/** The component file of each kind of view. */
export const VIEW_COMPONENTS = {
  home: "Home.astro",
  entry: "Entry.astro",
  list: "List.astro",
  notFound: "NotFound.astro",
} as const satisfies Record<View["kind"], string>;
