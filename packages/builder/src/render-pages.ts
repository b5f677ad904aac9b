/** Calls the theme for the pages whose key changed. */
import type { SiteView, Theme, View } from "@pivert/theme-kit";
import type { BuildState } from "./build-state.ts";
import { fillBody } from "./fill-body.ts";
import type { PagePlan } from "./page-plan.ts";
import type { Plan } from "./plan-pages.ts";
import type { Assets } from "./process-assets.ts";
import { separateIds } from "./separate-ids.ts";
import { languageOf } from "./views.ts";

export interface RenderPagesOptions {
  plan: Plan;
  theme: Theme;
  assets: Assets;
  state: BuildState;
  /** Told after each page with its HTML. */
  onPage: (page: PagePlan, html: string) => void;
}

/** Renders every page whose key differs from that of the file written before. */
export async function renderPages({ plan, theme, assets, state, onPage }: RenderPagesOptions): Promise<void> {
  for (const page of plan.pages) {
    if (state.outputs.get(page.file)?.key === page.key) continue;
    onPage(page, await theme.renderPage(completeView(page, plan, assets, state)));
  }
}

/** The view that a theme receives: the draft with the site and the entries' texts. */
export function completeView(page: PagePlan, plan: Plan, assets: Assets, state: Pick<BuildState, "htmlOf">): View {
  const { view } = page;
  const site =
    plan.sites.get(view.lang) ??
    (plan.sites.get(page.entry?.lang ?? "") as SiteView | undefined) ??
    [...plan.sites.values()][0];
  if (!site) throw new Error("A site has at least one language.");
  const lead = "entry" in view ? view.entry.image : undefined;
  const bodies = page.bodies.map((entry, index) =>
    fillBody(state.htmlOf(entry.file), entry, {
      site: plan.context.site,
      assets,
      leads: !lead && index === 0,
      lang: languageOf(entry),
    }),
  );
  if (view.kind === "list")
    return { ...view, site, bodies: bodies.map((body, index) => (index === 0 ? body : separateIds(body, index + 1))) };
  if (view.kind === "notFound") return { ...view, site };
  return { ...view, site, body: (page.preamble ?? "") + bodies.join("") };
}
