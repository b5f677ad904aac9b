import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { ENGINE, RECIPE } from "./encoders.ts";
import { isRefusal, type Probe, type Refusal } from "./image-info.ts";
import {
  DEFAULT_LIMITS,
  type ImageDecoder,
  type ImageLimits,
  ImageProcessStopped,
  openImagePool,
} from "./image-pool.ts";
import type { ImageVariant } from "./plan-image.ts";
import { openProbeMemory } from "./probe-memory.ts";
import { sniffFormat } from "./sniff-format.ts";
import { openUnfinishedFiles } from "./unfinished-files.ts";

export interface ImageCacheOptions {
  /** Images worked on at once, each in a process of its own. Default: one a core, 2 at most. */
  concurrency?: number;
  /**
   * What one image may use. The default leaves room: a photograph takes 1 s and 150 MB; 50 million pixels take 7 s as
   * an animation, and 1.1 GB as an AVIF with transparency.
   */
  limits?: ImageLimits;
}

/** Variants and what is known of images, in a folder shared by all sites and processes. */
export interface ImageCache {
  /**
   * What an image is, from its header; asked once, then remembered.
   * @param oid the image's blob id
   * @param load gives its bytes; called only when the answer is not known
   */
  probe(oid: string, load: () => Promise<Uint8Array>): Promise<Probe>;
  /**
   * Makes a variant unless it is there. Requests for the same variant at the same time share the work.
   * @returns the absolute path of the file in the cache, to be placed with `placeFile` and never written to
   * @throws {UnreadableImage} when the image cannot be decoded; `probe` refuses it from then on
   */
  variant(variant: ImageVariant, load: () => Promise<Uint8Array>): Promise<string>;
  /** Whether a variant is made already. */
  has(variant: ImageVariant): boolean;
}

/** An image that its header made look sound could not be decoded. */
export class UnreadableImage extends Error {
  override readonly name = "UnreadableImage";
  readonly code = "unreadable-image";
  readonly oid: string;
  /** Short and French, as in {@link Probe}. */
  readonly reason: string;
  constructor(oid: string, reason: string) {
    super(`The image ${oid} cannot be used: ${reason}.`);
    this.oid = oid;
    this.reason = reason;
  }
}

export function openImageCache(folder: string, options: ImageCacheOptions = {}): ImageCache {
  const root = resolve(folder);
  const pool = openImagePool(
    options.concurrency ?? Math.min(2, availableParallelism()),
    options.limits ?? DEFAULT_LIMITS,
  );
  const unfinished = openUnfinishedFiles(join(root, "unfinished"));
  const memory = openProbeMemory(join(root, `probes-${engineDigest()}.txt`));
  /** Refused because a process stopped: that may be the machine's fault, so no later process is told. */
  const suspects = new Map<string, Refusal>();
  const probing = new Map<string, Promise<Probe>>();
  const making = new Map<string, Promise<string>>();

  const recall = (oid: string) => suspects.get(oid) ?? memory.recall(oid);
  const pathOf = ({ key, format }: ImageVariant) => join(root, key.slice(0, 2), `${key.slice(2)}.${format}`);

  /** Loads an image when its turn comes and hands it to a decoder, unless it is refused before or by that. */
  function decode<T extends object>(
    oid: string,
    load: () => Promise<Uint8Array>,
    use: (decoder: ImageDecoder, bytes: Uint8Array) => Promise<T | Refusal>,
  ): Promise<T | Refusal> {
    return pool.run(async (decoder) => {
      const known = recall(oid);
      if (known && isRefusal(known)) return known;
      try {
        const bytes = await load();
        const format = sniffFormat(bytes);
        const answer = typeof format === "string" ? await use(decoder, bytes) : format;
        if (isRefusal(answer)) memory.remember(oid, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof ImageProcessStopped)) throw error;
        const refusal = { refused: "a fait échouer son décodage" };
        suspects.set(oid, refusal);
        return refusal;
      }
    });
  }

  async function inspect(oid: string, load: () => Promise<Uint8Array>): Promise<Probe> {
    const probe = await decode(oid, load, (decoder, bytes) => decoder.inspect(bytes));
    if (!isRefusal(probe)) memory.remember(oid, probe);
    return probe;
  }

  async function make(variant: ImageVariant, load: () => Promise<Uint8Array>): Promise<string> {
    const { oid, width, height, format } = variant;
    const file = await decode(oid, load, (decoder, bytes) => decoder.encode(bytes, { width, height, format }));
    if (isRefusal(file)) throw new UnreadableImage(oid, file.refused);
    const { place } = await unfinished.write(async (path) => {
      await writeFile(path, file);
      return { place: pathOf(variant) };
    });
    return place;
  }

  return {
    async probe(oid, load) {
      return recall(oid) ?? share(probing, oid, () => inspect(oid, load));
    },
    async variant(variant, load) {
      const path = pathOf(variant);
      return isWhole(path) ? path : share(making, path, () => make(variant, load));
    },
    has: (variant) => isWhole(pathOf(variant)),
  };
}

/** Starts a piece of work, or joins the one under way. */
function share<T>(underWay: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const joined = underWay.get(key);
  if (joined) return joined;
  const started = start().finally(() => underWay.delete(key));
  underWay.set(key, started);
  return started;
}

/** Files arrive by renaming, so one that is there is whole; a disk that lost power may still show it empty. */
function isWhole(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** What another decoder said of an image does not count. */
function engineDigest(): string {
  return createHash("sha256").update(`${ENGINE} ${RECIPE}`).digest("hex").slice(0, 8);
}
