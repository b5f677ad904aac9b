/** Back to an earlier release. */
import { currentRelease, listReleases, type Release } from "./releases.ts";
import { switchCurrent } from "./switch-current.ts";

/**
 * Makes an earlier release live again.
 * @param id which one; the one published before the live one unless told
 * @throws when there is none
 */
export function rollBack(releases: string, id?: string): Release {
  const current = currentRelease(releases);
  const target = listReleases(releases).find((release) =>
    id === undefined ? release.id < (current?.id ?? "") : release.id === id,
  );
  if (!target)
    throw new Error(
      id === undefined
        ? "There is no earlier release to go back to."
        : `There is no release ${id}. Known: ${
            listReleases(releases)
              .map((release) => release.id)
              .join(", ") || "none"
          }.`,
    );
  switchCurrent(releases, target.id);
  return target;
}
