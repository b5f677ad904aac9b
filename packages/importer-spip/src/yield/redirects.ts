/** `redirects.csv`: every address that the old site answered at, in one hop. */
import type { Redirect } from "@pivert/model";
import type { ObjectType } from "../site/spip-site.ts";
import { hasSigned } from "./authors.ts";
import type { Import } from "./import-context.ts";

/** Pages of SPIP that stand for none of its objects. */
const FIXED: readonly (readonly [from: string, to: string])[] = [
  ["/spip.php", "/"],
  ["/spip.php?page=sommaire", "/"],
  ["/?page=sommaire", "/"],
  ["/spip.php?page=plan", "/"],
  ["/?page=plan", "/"],
  ["/plan.php3", "/"],
  ["/sommaire.php3", "/"],
  ["/index.php3", "/"],
  ["/index.php", "/"],
  ["/spip.php?page=recherche", "/"],
  ["/?page=recherche", "/"],
  ["/recherche.php3", "/"],
];
const FEEDS = [
  "/spip.php?page=backend",
  "/?page=backend",
  "/backend.php3",
  "/backend.php",
  "/spip.php?page=backend-breves",
];

export function* yieldRedirects(context: Import): IterableIterator<Redirect> {
  const { site, media } = context;
  for (const [from, to] of FIXED) yield { from, to };
  const hasNews = [...context.mapping.values()].some(({ isNews, articles }) => isNews && articles > 0);
  for (const from of FEEDS) yield { from, to: hasNews ? "/actualites/rss.xml" : "/" };
  for (const { id, isPublic } of site.articles.values()) if (isPublic) yield* ofObject(context, "article", id);
  for (const { id, isPublic } of site.sections.values()) {
    if (!isPublic) continue;
    yield* ofObject(context, "rubrique", id);
    if (hasNews) yield { from: `/spip.php?page=backend&id_rubrique=${id}`, to: "/actualites/rss.xml" };
  }
  for (const key of site.titles.keys()) {
    const [type, id] = key.split("/") as [ObjectType, string];
    if (type !== "forum") yield* ofObject(context, type, Number(id));
  }
  for (const [path, file] of media.moved()) {
    const from = `/IMG/${encodePath(path)}`;
    yield { from, to: `/${encodePath(file)}` };
  }
}

function* ofObject(context: Import, type: ObjectType, id: number): IterableIterator<Redirect> {
  const to = pageOf(context, type, id);
  if (to === undefined) return;
  const page = to.replace(/\/$/, "");
  for (const from of context.addresses.of(type, id)) if (from.replace(/\/$/, "") !== page) yield { from, to };
}

/** A word or an author without anything public has no page: its address leads home. */
function pageOf(context: Import, type: ObjectType, id: number): string | undefined {
  const { targets, site } = context;
  if (type === "mot") return isUsed(context, id) ? targets.pathOf(type, id) : "/";
  if (type === "auteur") return hasSigned(context, id) ? targets.pathOf(type, id) : "/";
  if (type === "article" && site.articles.get(id)?.redirect) return targets.pathOf(type, id) ?? "/";
  return targets.pathOf(type, id);
}

function isUsed({ site, places }: Import, word: number): boolean {
  const technical = site.one(
    "SELECT 1 AS yes FROM mots m JOIN groupes_mots g ON g.id_groupe = m.id_groupe WHERE m.id_mot = ? AND g.titre LIKE '\\_%' ESCAPE '\\'",
    word,
  );
  if (technical) return false;
  const query = "SELECT objet, id_objet FROM mots_liens WHERE id_mot = ?";
  return site.rows(query, word).some(({ objet, id_objet }) => places.of(String(objet), Number(id_objet)) !== undefined);
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
