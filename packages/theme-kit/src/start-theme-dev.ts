/** Runs a theme under Astro's dev server on a site's content: both are reloaded when they change. */
import type { ViteDevServer } from "vite";
import { type DevSource, setDevSource } from "./dev-source.ts";

export interface ThemeDevOptions {
  /** The theme: an Astro project. */
  theme: string;
  port: number;
  source: DevSource;
}

/** @returns the address, and how to stop */
export async function startThemeDev({
  theme,
  port,
  source,
}: ThemeDevOptions): Promise<{ url: string; stop(): Promise<void> }> {
  setDevSource(source);
  const { dev } = await import("astro");
  const server = await dev({
    root: theme,
    logLevel: "warn",
    server: { port, host: "127.0.0.1" },
    vite: {
      plugins: [{ name: "@pivert/theme-kit/dev", configureServer: (vite: ViteDevServer) => serveFiles(vite, source) }],
    },
  });
  return { url: `http://127.0.0.1:${server.address.port}/`, stop: () => server.stop() };
}

function serveFiles(vite: ViteDevServer, source: DevSource): void {
  source.onChange(() => vite.ws.send({ type: "full-reload" }));
  vite.middlewares.use((request, response, next) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    source.fileOf(path).then((file) => {
      if (!file) return next();
      response.setHeader("Content-Type", file.type);
      response.end(file.content);
    }, next);
  });
}
