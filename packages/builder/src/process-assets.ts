/** The files of `media/` that a site shows: images get variants out of the shared cache, others are served as they are. */
import { type ImageCache, type ImagePlan, type MediaStore, parsePointer, planImage } from "@pivert/assets";
import { mediaHref } from "@pivert/markdown";
import { isImageFile, type Problem, type ProblemCode, problem } from "@pivert/model";
import type { Revision, SourceFile } from "@pivert/repository";
import type { FileView, ImageView } from "@pivert/theme-kit";

/** Where a file of `media/` is asked for. */
export interface AssetUse {
  /** Path in the site's folder. */
  file: string;
  image: boolean;
  /** Where it is asked for, for problems. */
  from: string;
  line: number;
  field?: string;
}

export type Asset =
  | { kind: "image"; file: string; oid: string; plan: ImagePlan; load: () => Promise<Uint8Array> }
  | { kind: "file"; file: string; oid: string; bytes: number; load: () => Promise<Uint8Array> };

export interface Assets {
  /** By path in the site's folder; one that is missing or unreadable is absent. */
  byFile: ReadonlyMap<string, Asset>;
  /** Whether a file is asked for that the host's store does not have yet. */
  awaiting: boolean;
  problems: Problem[];
}

export interface ProcessAssetsOptions {
  revision: Revision;
  uses: readonly AssetUse[];
  cache: ImageCache;
  store: MediaStore;
}

/** Reads what each image is and plans its variants. Making them is the last step: a page needs their names only. */
export async function processAssets({ revision, uses, cache, store }: ProcessAssetsOptions): Promise<Assets> {
  const files = new Map(revision.files.map((file) => [file.path, file]));
  // What is shown as an image is treated as one whatever its name: its original, with its position, is never served.
  const shown = new Set(uses.filter(({ image }) => image).map(({ file }) => file));
  const asked = [...new Set(uses.map(({ file }) => file))].flatMap((path) => files.get(path) ?? []);
  const read = await Promise.all(
    asked.map(
      async (file) =>
        [
          file.path,
          await readAsset(file, isImageFile(file.path) || shown.has(file.path), { revision, cache, store }),
        ] as const,
    ),
  );
  const found = new Map(read);
  const byFile = new Map<string, Asset>();
  const problems: Problem[] = [];
  for (const [file, asset] of found) {
    if (!("refused" in asset)) byFile.set(file, asset);
    else
      problems.push(
        problem("unreadable-image", {
          file,
          found: asset.refused,
          expected: "remplacez-la par une image JPEG, PNG, WebP ou SVG",
        }),
      );
  }
  for (const use of uses) {
    const asset = found.get(use.file);
    if (!asset) problems.push(problemOf(use.image ? "missing-image" : "missing-file", use, use.file));
  }
  const awaiting = read.some(([, asset]) => "refused" in asset && asset.refused === NOT_YET);
  return { byFile, awaiting, problems };
}

interface Sources {
  revision: Revision;
  cache: ImageCache;
  store: MediaStore;
}

const NOT_YET = "le fichier n’est pas encore arrivé sur ce serveur";

async function readAsset(
  file: SourceFile,
  image: boolean,
  { revision, cache, store }: Sources,
): Promise<Asset | { refused: string }> {
  const pointer = file.size < POINTER_BYTES ? parsePointer(await readOne(revision, file)) : undefined;
  if (pointer && !store.has(pointer.sha256)) return { refused: NOT_YET };
  const load = pointer ? () => store.read(pointer.sha256) : () => readOne(revision, file);
  const oid = pointer ? pointer.sha256 : file.oid;
  if (!image) return { kind: "file", file: file.path, oid, bytes: pointer?.size ?? file.size, load };
  const probe = await cache.probe(oid, load);
  if ("refused" in probe) return probe;
  return { kind: "image", file: file.path, oid, plan: planImage(probe, oid, file.path), load };
}

/** A pointer to the host's store of media is shorter than this. */
const POINTER_BYTES = 300;

async function readOne(revision: Revision, file: SourceFile): Promise<Uint8Array> {
  const [bytes] = await revision.read([file]);
  if (!bytes) throw new Error(`${file.path} could not be read.`);
  return bytes;
}

function problemOf(code: ProblemCode, use: AssetUse, found: string): Problem {
  return problem(code, { file: use.from, line: use.line, field: use.field, found });
}

/** Where the variants of images are served. */
export const VARIANT_FOLDER = "media/_";

/** An image as a page shows it; `undefined` when the file is missing or no image. */
export function imageView(assets: Assets, file: string | undefined, alt: string): ImageView | undefined {
  const asset = file === undefined ? undefined : assets.byFile.get(file);
  if (asset?.kind !== "image") return undefined;
  const { plan } = asset;
  const formats = ["avif", "webp"] as const;
  const sources = formats.flatMap((format) => {
    const variants = plan.variants.filter((variant) => variant.format === format);
    if (variants.length === 0) return [];
    return [
      {
        type: `image/${format}`,
        srcset: variants.map(({ file: name, width }) => `${variantHref(name)} ${width}w`).join(", "),
      },
    ];
  });
  const webp = plan.variants.filter(({ format }) => format === "webp");
  const middle = webp[Math.floor(webp.length / 2)] ?? webp[0];
  const largest = webp.at(-1);
  if (!middle || !largest) return undefined;
  return {
    alt,
    width: plan.width,
    height: plan.height,
    sources,
    src: variantHref(middle.file),
    full: variantHref(largest.file),
  };
}

export function variantHref(name: string): string {
  return `/${VARIANT_FOLDER}/${encodeURIComponent(name)}`;
}

/** A file to download, as a page shows it. */
export function fileView(assets: Assets, file: string): FileView | undefined {
  const asset = assets.byFile.get(file);
  if (asset?.kind !== "file") return undefined;
  return { href: mediaHref(file), type: (/\.([^./]+)$/.exec(file)?.[1] ?? "").toUpperCase(), bytes: asset.bytes };
}

/** `media/a.jpg` for `a.jpg`, `/media/a.jpg` and `media/a.jpg`. */
export function mediaPath(written: string): string {
  const path = written.replace(/^(?:\.{0,2}\/)+/, "");
  return path.startsWith("media/") ? path : `media/${path}`;
}
