/** Compiles a theme once into a bundle that renders the pages of every site; bundles are kept by hash. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashTheme } from "./theme-hash.ts";

export interface ThemeBundle {
  /** Changes whenever the theme, this package or Astro changes. */
  hash: string;
  /** Holds `server/entry.mjs`, the static files in `client/`, and the theme's own `theme.json` when it has one. */
  folder: string;
}

export interface CompileThemeOptions {
  /** The theme: an Astro project. */
  theme: string;
  /** Where bundles are kept. */
  cache: string;
  /** Told before a compilation, which takes seconds. */
  onCompile?: () => void;
}

/**
 * Gives the bundle of a theme, compiled unless the cache has it.
 * @throws what Astro says when the theme does not compile
 */
export async function compileTheme({ theme, cache, onCompile }: CompileThemeOptions): Promise<ThemeBundle> {
  const hash = hashTheme(theme);
  const folder = join(cache, hash);
  if (existsSync(join(folder, "server", "entry.mjs"))) return { hash, folder };
  onCompile?.();
  const { build } = await import("astro");
  // Another process may compile the same theme: each writes its own folder, the first rename wins.
  const temporary = join(cache, `.${hash}-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  try {
    await build({ root: theme, outDir: temporary, logLevel: "error", mode: "production" });
    if (existsSync(join(theme, "theme.json"))) copyFileSync(join(theme, "theme.json"), join(temporary, "theme.json"));
    if (!existsSync(join(folder, "server", "entry.mjs"))) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return { hash, folder };
}
