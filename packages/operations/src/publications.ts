/** How far each site's publication is, for the editors who wait for it. */
import { currentRelease } from "@pivert/deploy";
import { ContentError } from "@pivert/model";
import { containsCommit, head } from "@pivert/repository";

export type PublicationState =
  | { state: "waiting" | "building" }
  | { state: "live"; revision: string }
  /** A French sentence: why, and that the last good version stays. */
  | { state: "failed"; error: string };

/** Where a site's content and releases are. */
export interface PublishedSite {
  repository: string;
  releases: string;
}

/** What is known of the builds of this process; the rest is read from repositories and releases. */
export class Publications {
  readonly #building = new Set<string>();
  readonly #failures = new Map<string, { revision: string; error: string }>();

  started(site: string): void {
    this.#building.add(site);
  }

  ended(site: string, revision: string, failure?: unknown): void {
    this.#building.delete(site);
    if (failure === undefined) this.#failures.delete(site);
    else this.#failures.set(site, { revision, error: explainFailure(failure) });
  }

  /** What an editor who published `asked`, or the head when not said, should know. */
  async stateOf(site: string, { repository, releases }: PublishedSite, asked?: string): Promise<PublicationState> {
    const newest = await head(repository);
    const live = currentRelease(releases)?.revision ?? undefined;
    const wanted = asked ?? newest;
    if (
      live !== undefined &&
      wanted !== undefined &&
      (live === newest || (await containsCommit(repository, live, wanted)))
    )
      return { state: "live", revision: live };
    const failure = this.#failures.get(site);
    if (failure && failure.revision === newest) return { state: "failed", error: failure.error };
    return { state: this.#building.has(site) ? "building" : "waiting" };
  }
}

/** Why a build failed, for an editor. */
export function explainFailure(error: unknown): string {
  const kept = "La dernière version du site reste en ligne.";
  if (error instanceof ContentError)
    return `${error.problems[0]?.editor ?? "Le contenu du site ne peut pas être lu."} ${kept}`;
  return `La fabrication du site a échoué. ${kept} L’hébergeur en est prévenu.`;
}
