/**
 * The Astro integration of a theme: `integrations: [pivertTheme()]` in its `astro.config.ts` is all a theme needs.
 * It adds the one route that serves every page and the adapter that makes the bundle the builder renders from.
 */
import { fileURLToPath } from "node:url";
import type { AstroAdapter, AstroIntegration } from "astro";

const ADAPTER = {
  name: "@pivert/theme-kit",
  entrypointResolution: "auto",
  serverEntrypoint: "@pivert/theme-kit/astro/server-entry",
  adapterFeatures: { buildOutput: "server" },
  supportedAstroFeatures: {
    staticOutput: "stable",
    serverOutput: "stable",
    hybridOutput: "stable",
    sharpImageService: "stable",
  },
} as const satisfies AstroAdapter;

/**
 * Settings for `defineConfig` in a theme's `astro.config.ts`; an adapter named in `integrations` comes too late for
 * Astro (`NoAdapterInstalled`), so that both are set here.
 */
export function pivertTheme(): Record<string, unknown> {
  return {
    site: "https://site.example",
    output: "server",
    trailingSlash: "always",
    // The adapter is an integration that announces itself in `astro:config:done`.
    adapter: {
      name: ADAPTER.name,
      hooks: { "astro:config:done": ({ setAdapter }) => setAdapter(ADAPTER) },
    } satisfies AstroIntegration,
    integrations: [routes()],
    build: { inlineStylesheets: "never", assets: "_theme" },
    compressHTML: true,
    session: false,
    // Pictures come from the builder, with their variants: Astro's own image service has nothing to do.
    image: { service: { entrypoint: "astro/assets/services/noop" } },
    devToolbar: { enabled: false },
    security: { checkOrigin: false },
    // Old phones: media queries stay in the form that they know.
    vite: { build: { assetsInlineLimit: 0, cssTarget: ["chrome88", "firefox85", "safari14"] } },
  };
}

function routes(): AstroIntegration {
  return {
    name: "@pivert/theme-kit/routes",
    hooks: {
      "astro:config:setup": ({ injectRoute, addMiddleware, updateConfig, command }) => {
        // The bundle imports nothing at run time, so that it can be kept by its hash and moved.
        if (command === "build") updateConfig({ vite: { ssr: { noExternal: true } } });
        if (command === "dev")
          addMiddleware({ order: "pre", entrypoint: new URL("./dev-middleware.ts", import.meta.url) });
        injectRoute({
          pattern: "/[...path]",
          entrypoint: fileURLToPath(new URL("./route.astro", import.meta.url)),
          prerender: false,
        });
      },
    },
  };
}
