/** What became of an entry that somebody published, in the release that is live: its editor must not be told otherwise. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildReport } from "@pivert/builder";
import { collectionPath, placeEntry } from "@pivert/builder/entry-paths";
import type { Release } from "@pivert/deploy";
import { splitFrontMatter } from "@pivert/markdown";
import { COLLECTIONS, parseDate, parseFields, parseYaml, type Site, siteSchema } from "@pivert/model";
import { filesOfCommit, readFileAt } from "@pivert/repository";

export type EntryOutcome =
  /** Shown to visitors at this path. */
  | { kind: "shown"; path: string }
  /** Good, and not shown at this time: a French sentence says when. */
  | { kind: "hidden"; notice: string }
  /** Left out for an error of its own: a French sentence says which, and what visitors see instead. */
  | { kind: "refused"; error: string };

/**
 * @param publication the commit of a publication, which the live release holds
 * @returns `undefined` when it was about no entry, or about one that is no more
 */
export async function entryOutcome(
  repository: string,
  publication: string,
  live: Pick<Release, "folder"> & { revision: string },
  now = Date.now(),
): Promise<EntryOutcome | undefined> {
  const files = (await filesOfCommit(repository, publication)).filter((path) => path.endsWith(".md"));
  if (files.length === 0) return undefined;
  const report = JSON.parse(readFileSync(join(live.folder, "build.json"), "utf8")) as BuildReport;
  const pageOf = (file: string) => report.pages.find(({ entry }) => entry === file)?.path;
  const problem = report.problems.find(({ severity, file }) => severity === "error" && files.includes(file));
  if (problem) {
    const instead = pageOf(problem.file)
      ? "Cette fiche reste en ligne telle qu’elle était avant."
      : "Cette fiche n’est pas en ligne.";
    return { kind: "refused", error: `${problem.editor} ${instead} Le reste du site est à jour.` };
  }
  const shown = files.map(pageOf).find((path) => path !== undefined);
  if (shown !== undefined) return { kind: "shown", path: shown };
  const [file = ""] = files;
  const text = await readText(repository, live.revision, file);
  const site = parseSite(await readText(repository, live.revision, "site.yaml"));
  return text === undefined || !site ? undefined : withoutPage(file, text, site, now);
}

/** An entry that has no page: of a collection that only has a list, or of another time. */
function withoutPage(file: string, text: string, site: Site, now: number): EntryOutcome | undefined {
  const place = placeEntry(file, site);
  if (!place) return undefined;
  const { publishAt, unpublishAt } = (splitFrontMatter(text, file).yaml.value ?? {}) as Record<string, unknown>;
  const [from, until] = [publishAt, unpublishAt].map((written) =>
    typeof written === "string" ? parseDate(written, site.timeZone) : undefined,
  );
  if (from !== undefined && now < from)
    return { kind: "hidden", notice: `Publié : cette fiche paraîtra le ${inWords(from, site)}.` };
  if (until !== undefined && until <= now)
    return { kind: "hidden", notice: `Publié : cette fiche est retirée du site depuis le ${inWords(until, site)}.` };
  return COLLECTIONS[place.collection].entryPages
    ? undefined
    : { kind: "shown", path: collectionPath(place.collection, place.lang, site) };
}

function inWords(instant: number, { timeZone }: Site): string {
  return new Date(instant).toLocaleString("fr-FR", { timeZone, dateStyle: "long", timeStyle: "short" });
}

async function readText(repository: string, revision: string, path: string): Promise<string | undefined> {
  return (await readFileAt(repository, revision, path))?.content.toString("utf8");
}

function parseSite(text: string | undefined): Site | undefined {
  return parseFields(siteSchema, parseYaml(text ?? "", { file: "site.yaml" }), "site.yaml").value;
}
