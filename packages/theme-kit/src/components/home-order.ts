/** What a home page shows, and in which order. */
import type { HomeView } from "../views.ts";

export type HomePart = "events" | "posts" | "albums" | "partners";

/**
 * The parts of a home page below its text: those the site has something for, in the theme's order, what `site.yaml`
 * asks for first.
 * @param order the theme's own order
 */
export function homeOrder(view: HomeView, order: readonly HomePart[]): HomePart[] {
  const { first } = view;
  if (first === "text") return [];
  const sorted = first ? [first, ...order.filter((part) => part !== first)] : order;
  return sorted.filter((part) => view[part].length > 0);
}

/** The title of a home page, and the line above it. */
export interface HomeTitle {
  title: string;
  tagline?: string;
}

/** Where the page is called as the site, which the header says already, the tagline says more. */
export function homeTitle({ title, site }: HomeView): HomeTitle {
  const ownTitle = title !== site.name || !site.tagline;
  const statement = ownTitle ? title : (site.tagline ?? title);
  return {
    // In letters this large, a compound word is not cut in two.
    title: statement.replace(/(?<=\p{L})-(?=\p{L})/gu, "\u2011"),
    tagline: ownTitle ? site.tagline : undefined,
  };
}
