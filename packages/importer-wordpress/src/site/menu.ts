/** The site's main menu, two levels deep. */
import { type ConvertContext, newAddress } from "../convert-post.ts";
import type { MenuItem, SurveyedSite } from "./survey-site.ts";

export interface MenuEntry {
  label: string;
  to: string;
  children?: MenuEntry[];
}

/** The menu with the most items, unless one calls itself the main one. */
export function menuOf(site: SurveyedSite, context: ConvertContext): MenuEntry[] {
  const menus = Map.groupBy(site.menuItems, ({ menu }) => menu);
  const [, items = []] =
    [...menus].sort(([a, x], [b, y]) => Number(isMain(b)) - Number(isMain(a)) || y.length - x.length)[0] ?? [];
  const below = (parent: number) => items.filter((item) => item.parent === parent).sort((a, b) => a.order - b.order);
  const known = new Set(items.map(({ id }) => id));
  const entry = (item: MenuItem): MenuEntry | undefined => {
    const to = targetOf(item, context);
    const label = (item.title || titleOf(item, context)).slice(0, 60);
    return to && label ? { label, to } : undefined;
  };
  return items
    .filter(({ parent }) => parent === 0 || !known.has(parent))
    .sort((a, b) => a.order - b.order)
    .flatMap((item): MenuEntry[] => {
      const top = entry(item);
      const children = deep(item.id, 0).slice(0, 20);
      if (!top) return children;
      return [children.length > 0 ? { ...top, children } : top];
    })
    .slice(0, 30);

  /** What lies below, deeper levels beside the second. */
  function deep(id: number, depth: number): MenuEntry[] {
    if (depth > 5) return [];
    return below(id).flatMap((item) => {
      const own = entry(item);
      return [...(own ? [own] : []), ...deep(item.id, depth + 1)];
    });
  }
}

function isMain(menu: string): boolean {
  return /princip|main|primary|header|haut|top/i.test(menu);
}

function titleOf({ type, objectId, object }: MenuItem, { site }: ConvertContext): string {
  if (type === "post_type") return site.heads.get(objectId)?.title ?? "";
  return site.terms.find(({ id, taxonomy }) => id === objectId && taxonomy === object)?.name ?? "";
}

/** Where an item leads; nothing when that stays behind. */
function targetOf({ type, objectId, object, url }: MenuItem, context: ConvertContext): string | undefined {
  const { plan, site } = context;
  if (type === "post_type")
    return plan.posts.get(objectId)?.path ?? (plan.postsPage?.head.id === objectId ? plan.postsPage.path : undefined);
  if (type === "taxonomy") {
    const term = site.terms.find(({ id, taxonomy }) => id === objectId && taxonomy === object);
    const old =
      term &&
      (object === "category" ? `/category/${term.slug}/` : object === "post_tag" ? `/tag/${term.slug}/` : undefined);
    return old && newAddress(old, context);
  }
  const to = newAddress(url, context);
  return /^(?:https?:\/\/|\/(?!\/))/.test(to) ? to : undefined;
}
