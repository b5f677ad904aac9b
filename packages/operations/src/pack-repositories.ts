/** Packs the repositories that many saves have filled, when nobody writes to them: reading stays fast and backups small. */
import { collectGarbage, looseObjects } from "@pivert/repository";

export interface PackRepositoriesOptions {
  sites: readonly string[];
  repositoryOf: (site: string) => string;
  /** Whether the site is being built, which reads all of it. */
  isBusy: (site: string) => boolean;
  /** Told of a repository that could not be packed: the others are. */
  onError: (error: unknown, site: string) => void;
  limits?: PackLimits;
}

export interface PackLimits {
  /** A repository with fewer objects in files of their own is left alone. */
  loose: number;
  /** And one with fewer packs. */
  packs: number;
  /** How long nobody has written to it, in milliseconds. */
  quiet: number;
  /** How soon it may be packed again: what is unreachable stays loose for two weeks. */
  again: number;
}

const MINUTE = 60_000;
/** 2,000 objects are some 300 saves. */
export const PACK_LIMITS: PackLimits = { loose: 2000, packs: 20, quiet: 10 * MINUTE, again: 24 * 60 * MINUTE };

/**
 * Gives a function to be called now and then, which packs what needs it, one repository after the other.
 * @returns of that function: the sites whose repository was packed
 */
export function packRepositories(options: PackRepositoriesOptions): (now?: number) => Promise<string[]> {
  const { sites, repositoryOf, isBusy, onError, limits = PACK_LIMITS } = options;
  const packedAt = new Map<string, number>();
  const isDue = async (site: string, now: number) => {
    if (isBusy(site) || now - (packedAt.get(site) ?? Number.NEGATIVE_INFINITY) < limits.again) return false;
    const { loose, packs, lastWrite } = await looseObjects(repositoryOf(site));
    return (loose >= limits.loose || packs >= limits.packs) && now - lastWrite >= limits.quiet;
  };
  return async (now = Date.now()) => {
    const packed: string[] = [];
    for (const site of sites) {
      try {
        if (!(await isDue(site, now))) continue;
        packedAt.set(site, now);
        await collectGarbage(repositoryOf(site));
        packed.push(site);
      } catch (error) {
        onError(error, site);
      }
    }
    return packed;
  };
}
