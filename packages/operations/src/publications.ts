/** How far each site's publication is, for the editors who wait for it. */
import { currentRelease, type Release } from "@pivert/deploy";
import { ContentError } from "@pivert/model";
import { containsCommit, head } from "@pivert/repository";
import { entryOutcome } from "./entry-outcome.ts";

export type PublicationState =
  | { state: "waiting" | "building" }
  /** `path`: of the page that was published. `notice`: a French sentence, when it is not shown at this time. */
  | { state: "live"; revision: string; path?: string; notice?: string }
  /** A French sentence: why, and what visitors see meanwhile. */
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

  isBuilding(site: string): boolean {
    return this.#building.has(site);
  }

  /** What an editor who published `asked`, or the head when not said, should know. */
  async stateOf(site: string, { repository, releases }: PublishedSite, asked?: string): Promise<PublicationState> {
    const newest = await head(repository);
    const release = currentRelease(releases);
    const live = release?.revision ?? undefined;
    const wanted = asked ?? newest;
    if (release && live !== undefined && wanted !== undefined) {
      if (await containsCommit(repository, live, wanted))
        return liveState(repository, { ...release, revision: live }, asked);
      if (live === newest) return { state: "live", revision: live };
    }
    const failure = this.#failures.get(site);
    if (failure && failure.revision === newest) return { state: "failed", error: failure.error };
    return { state: this.#building.has(site) ? "building" : "waiting" };
  }
}

async function liveState(
  repository: string,
  release: Release & { revision: string },
  asked: string | undefined,
): Promise<PublicationState> {
  const outcome = asked === undefined ? undefined : await entryOutcome(repository, asked, release);
  if (outcome?.kind === "refused") return { state: "failed", error: outcome.error };
  const { revision } = release;
  if (outcome?.kind === "shown") return { state: "live", revision, path: outcome.path };
  return { state: "live", revision, ...(outcome ? { notice: outcome.notice } : {}) };
}

/** Why a build failed, for an editor. */
export function explainFailure(error: unknown): string {
  const kept = "La dernière version du site reste en ligne.";
  if (error instanceof ContentError)
    return `${error.problems[0]?.editor ?? "Le contenu du site ne peut pas être lu."} ${kept}`;
  if (/\b(ENOSPC|EDQUOT)\b/.test(String(error)))
    return `La place manque sur le disque du serveur. ${kept} Elle sera mise à jour dès qu’il y aura de la place.`;
  return `La fabrication du site a échoué. ${kept} L’hébergeur en est prévenu.`;
}
