/** Whether a build would change anything at all. Cheap: it loads neither the theme nor an entry. */
import type { Revision } from "@pivert/repository";
import type { BuildState } from "./build-state.ts";
import { digestOfAll } from "./digest.ts";
import { engineHash } from "./engine-hash.ts";

export interface UpToDateOptions {
  state: BuildState;
  revision: Revision;
  /** The hash of a theme as it is now; `undefined` when it is no more. */
  themeHashOf: (name: string) => string | undefined;
  site: string;
  now: number;
  compress: boolean;
}

export function isUpToDate({ state, revision, themeHashOf, site, now, compress }: UpToDateOptions): boolean {
  const { fingerprint } = state;
  return (
    fingerprint !== undefined &&
    fingerprint.source === sourceDigest(revision) &&
    fingerprint.site === site &&
    fingerprint.compress === compress &&
    (fingerprint.nextChange === null || now < fingerprint.nextChange) &&
    fingerprint.engine === engineHash() &&
    fingerprint.theme === themeHashOf(fingerprint.themeName)
  );
}

/** A digest of all files of a revision. */
export function sourceDigest(revision: Revision): string {
  return revision.id ?? digestOfAll(revision.files.flatMap(({ path, oid }) => [path, oid]));
}
