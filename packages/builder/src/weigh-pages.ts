/** What each page of a release weighs at a first visit, and which are over the budget of their kind. */
import { type Problem, problem } from "@pivert/model";
import { formatBytes } from "@pivert/theme-kit";
import type { BuildState, Output } from "./build-state.ts";
import { ecoindex } from "./ecoindex.ts";
import type { LoadedSite } from "./load-site.ts";
import type { PagePlan } from "./page-plan.ts";
import type { Plan } from "./plan-pages.ts";

export interface PageWeight {
  page: PagePlan;
  /** Of the HTML, uncompressed. */
  bytes: number;
  elements: number;
  /** Bytes sent at a first visit. */
  sent: number;
  requests: number;
  /** EcoIndex. */
  score: number;
  /** What is sent, heaviest first, the page's own HTML among it. */
  parts: { file: string; sent: number }[];
}

interface Budget {
  sent: number;
  requests: number;
  elements: number;
  score: number;
}

/** What a page of ours may ask of a telephone: a text, a home page or a list, an album. */
const BUDGETS = {
  text: { sent: 40_000, requests: 4, elements: 150, score: 89 },
  list: { sent: 120_000, requests: 8, elements: 250, score: 85 },
  gallery: { sent: 200_000, requests: 12, elements: 300, score: 81 },
} as const satisfies Record<string, Budget>;

/** Adds up what was read when each page was written: nothing is read again. */
export function weighPages({ pages }: Plan, state: Pick<BuildState, "outputs">): PageWeight[] {
  return pages.map((page) => {
    const output: Partial<Output> = state.outputs.get(page.file) ?? {};
    const { elements = 0, loads = [] } = output.visit ?? {};
    const files = [page.file, ...loads.map((path) => path.slice(1))];
    const parts = files
      .map((file) => ({ file, sent: state.outputs.get(file)?.sent ?? 0 }))
      .sort((a, b) => b.sent - a.sent);
    const sent = parts.reduce((sum, part) => sum + part.sent, 0);
    const requests = files.length;
    const score = ecoindex({ elements, requests, bytes: sent });
    return { page, bytes: output.bytes ?? 0, elements, sent, requests, score, parts };
  });
}

/** A warning for each page over its budget, with what weighs most and what to do about it. */
export function findHeavyPages(weights: readonly PageWeight[], { lineOf }: Pick<LoadedSite, "lineOf">): Problem[] {
  return weights.flatMap((weight) => {
    const { page } = weight;
    const kind = kindOf(page);
    const over = overruns(weight, BUDGETS[kind]);
    if (over.length === 0) return [];
    const found = `${page.path} : ${over.join(", ")}`;
    const expected = remedyOf(weight, BUDGETS[kind]);
    if (page.entry) return [problem("heavy-page", { file: page.entry.file, line: 1, found, expected })];
    // A list or a home page of no entry is set in site.yaml.
    return [problem("heavy-page", { file: "site.yaml", line: lineOf(["collections"]), found, expected })];
  });
}

function kindOf({ view }: PagePlan): keyof typeof BUDGETS {
  if (view.kind === "home" || view.kind === "list") return "list";
  return view.kind === "entry" && view.photos.length > 0 ? "gallery" : "text";
}

function overruns({ sent, requests, elements, score }: PageWeight, budget: Budget): string[] {
  const size = (bytes: number) => formatBytes(bytes, "fr");
  const over = [
    sent > budget.sent && `${size(sent)} à la première visite, ${size(budget.sent)} au plus`,
    requests > budget.requests && `${requests} fichiers demandés, ${budget.requests} au plus`,
    elements > budget.elements && `${elements} éléments, ${budget.elements} au plus`,
  ].filter((sentence) => sentence !== false);
  // The score follows from the three others: it is told when none of them says why.
  return over.length > 0 || score >= budget.score ? over : [`EcoIndex ${score}, ${budget.score} au moins`];
}

/** What the author can do about the first thing that is too much. */
function remedyOf({ page, sent, requests, parts }: PageWeight, budget: Budget): string {
  const images = parts.filter(({ file }) => file.startsWith("media/"));
  const [heaviest] = images;
  if (sent > budget.sent && heaviest && heaviest.sent > sent / 4)
    return `l’image ${nameOf(heaviest.file)} en fait ${Math.round((100 * heaviest.sent) / sent)} % : remplacez-la par une image plus simple, ou placez-la plus bas`;
  if ((sent > budget.sent || requests > budget.requests) && images.length > 1)
    return `${images.length} images se chargent dès l’ouverture : gardez-en moins, ou placez-les plus bas ou dans un album`;
  if (page.view.kind === "list") return "montrez moins de contenus par page (collections, perPage)";
  if (page.view.kind === "home") return "raccourcissez le menu ou le texte de l’accueil";
  return "coupez ce texte en plusieurs pages, ou raccourcissez ses tableaux et ses listes";
}

/** `affiche.avif` for `media/_/affiche-3fa9c1d2-480.avif`. */
function nameOf(file: string): string {
  return `« ${file.slice(file.lastIndexOf("/") + 1).replace(/-[0-9a-f]{8}-\d+\.\w+$/, "")} »`;
}
