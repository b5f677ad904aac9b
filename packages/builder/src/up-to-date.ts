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

/** A digest of all files of a revision, those that were refused too: the report names them. */
export function sourceDigest({ id, files, problems }: Revision): string {
  if (id !== undefined) return id;
  const refused = problems.flatMap(({ code, file }) => [code, file]);
  return digestOfAll([...files.flatMap(({ path, oid }) => [path, oid]), "refused", ...refused]);
}
