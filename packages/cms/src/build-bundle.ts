/** Bundles the editing page once; bundles are kept by hash, like those of themes. */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PATCHES, patchSource } from "./decap-patches.ts";

export interface CmsBundle {
  /** Changes whenever this package or a library in the bundle changes. */
  hash: string;
  /** Holds `index.html`, `cms.js`, its chunks and `admin.css`: all of it is served as it stands. */
  folder: string;
}

export interface BuildCmsOptions {
  /** Where bundles are kept. */
  cache: string;
  /** Which of Decap's two rich editors; only the round-trip test asks for the other one. */
  editor?: RichEditorName;
  /** Told before a build, which takes seconds. */
  onBuild?: () => void;
}

export type RichEditorName = "markdown" | "richtext";

const SOURCE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(SOURCE, "..");
const STATIC_FILES = ["index.html", "admin.css"];

/**
 * Gives the bundle of the editing page, built unless the cache has it.
 * @throws when a patch no longer fits Decap, or what esbuild says
 */
export async function buildCms({ cache, editor = "markdown", onBuild }: BuildCmsOptions): Promise<CmsBundle> {
  const hash = hashSources(editor);
  const folder = join(cache, hash);
  if (existsSync(join(folder, "index.html"))) return { hash, folder };
  onBuild?.();
  // Another process may build the same: each writes its own folder, the first rename wins.
  const temporary = join(cache, `.${hash}-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  try {
    await bundle(temporary, editor);
    for (const file of STATIC_FILES) copyFileSync(join(SOURCE, "admin", file), join(temporary, file));
    if (!existsSync(join(folder, "index.html"))) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return { hash, folder };
}

async function bundle(folder: string, editor: RichEditorName): Promise<void> {
  const { build } = await import("esbuild");
  const stub = (name: string) => join(SOURCE, `${name}-stub.ts`);
  const patched = new Set<string>();
  await build({
    entryPoints: { cms: join(SOURCE, "main.ts") },
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    target: ["es2022"],
    mainFields: ["browser", "module", "main"],
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    legalComments: "linked",
    logLevel: "error",
    alias: {
      "#rich-editor": join(SOURCE, "editors", `${editor}.ts`),
      // What Decap's patched files import of ours.
      ...Object.fromEntries(
        globSync("*.ts", { cwd: join(SOURCE, "form"), exclude: ["*.test.ts"] }).map((name) => [
          `pivert-form/${basename(name, ".ts")}`,
          join(SOURCE, "form", name),
        ]),
      ),
      ajv: stub("ajv"),
      "ajv-errors": stub("nothing"),
      "ajv-keywords/dist/keywords": stub("ajv"),
      "@jsquash/webp": stub("webp"),
      // Netlify's log-in.
      "gotrue-js": stub("nothing"),
    },
    plugins: [
      {
        name: "decap-patches",
        setup(builder) {
          builder.onLoad({ filter: /decap-cms-[^/\\]+[/\\]dist[/\\]esm[/\\].*\.js$/ }, ({ path }) => {
            const source = readFileSync(path, "utf8");
            const contents = patchSource(path, source);
            if (contents !== source)
              for (const patch of PATCHES) if (path.endsWith(patch.file)) patched.add(patch.file);
            return { contents, loader: "js" };
          });
        },
      },
    ],
  });
  const missed = PATCHES.filter(({ file }) => !patched.has(file));
  if (missed.length > 0) throw new Error(`Decap has moved ${missed.map(({ file }) => file).join(", ")}`);
}

/** The lockfile stands for the libraries: Decap's own dependencies are not pinned by us. */
function hashSources(editor: RichEditorName): string {
  const hash = createHash("sha256").update(editor);
  const files = globSync("src/**/*.{ts,html,css}", {
    cwd: PACKAGE,
    exclude: (path) => /\.test\.ts$|\/testing$/.test(path),
  });
  for (const file of [...files.sort(), "package.json"])
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(PACKAGE, file)))
      .update("\0");
  const lockfile = join(PACKAGE, "..", "..", "pnpm-lock.yaml");
  if (existsSync(lockfile)) hash.update(cmsPart(readFileSync(lockfile, "utf8")));
  return hash.digest("hex").slice(0, 20);
}

/** The versions of Decap's family in the lockfile, so that another package's update does not rebuild this one. */
function cmsPart(lockfile: string): string {
  return lockfile
    .split("\n")
    .filter((line) => /^ {2}\S*(decap-cms|react|slate|remark|rehype|emotion|micromark)/.test(line))
    .join("\n");
}
