/** The themes of a host: compiled when they change, loaded once for all sites. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Theme } from "@pivert/theme-kit";
import { hashTheme } from "@pivert/theme-kit/hash";

export interface ThemeBundles {
  /** The hash of a theme as it is now; `undefined` when there is none of this name. */
  hashOf(name: string): string | undefined;
  /** The theme, compiled if it has changed; `undefined` when there is none of this name. */
  open(name: string, onCompile?: () => void): Promise<Theme | undefined>;
}

/**
 * @param themes holds one folder per theme
 * @param cache holds their bundles, below `themes/`
 */
export function openThemeBundles({ themes, cache }: { themes: string; cache: string }): ThemeBundles {
  const bundles = new Map<string, Promise<Theme>>();
  const hashOf = (name: string) => {
    const isTheme = /^[a-z][a-z0-9-]*$/.test(name) && existsSync(join(themes, name, "astro.config.ts"));
    return isTheme ? hashTheme(join(themes, name)) : undefined;
  };
  return {
    hashOf,
    async open(name, onCompile = () => {}) {
      const hash = hashOf(name);
      if (hash === undefined) return undefined;
      const known = bundles.get(hash);
      if (known) return known;
      const bundle = compile(name, onCompile);
      bundles.set(hash, bundle);
      bundle.catch(() => bundles.delete(hash));
      return bundle;
    },
  };

  async function compile(name: string, onCompile: () => void): Promise<Theme> {
    // Loaded when it is needed: whoever only asks whether anything changed does without.
    const { compileTheme, openTheme } = await import("@pivert/theme-kit");
    return openTheme(await compileTheme({ theme: join(themes, name), cache: join(cache, "themes"), onCompile }));
  }
}
