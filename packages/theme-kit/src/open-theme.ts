/** Renders pages from a theme bundle. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { App as AstroApp } from "astro/app";
import type { ThemeBundle } from "./compile-theme.ts";
import type { ThemeAbout } from "./theme-about.ts";
import type { View } from "./views.ts";

export interface Theme {
  hash: string;
  /** What it says of itself; a theme without `theme.json` says nothing. */
  about: ThemeAbout | undefined;
  /** Stylesheets and icons that its pages refer to, by path from the root of a site. */
  staticFiles: { path: string; content: Buffer }[];
  /**
   * Renders one page.
   * @returns the whole HTML document
   * @throws whatever the theme throws, never an empty page
   */
  renderPage(view: View): Promise<string>;
}

interface ServerEntry {
  manifest: ConstructorParameters<typeof AstroApp>[0];
  App: typeof AstroApp;
}

/** Loads a bundle into this process. One is enough for all sites. */
export async function openTheme({ hash, folder }: ThemeBundle): Promise<Theme> {
  const { manifest, App } = (await import(pathToFileURL(join(folder, "server", "entry.mjs")).href)) as ServerEntry;
  // By default an exception in a theme becomes an empty page with status 500: it must stop the build instead.
  class RethrowingApp extends App {
    protected override createErrorHandler() {
      return {
        renderError: (request: Request, { error, status }: { error?: unknown; status: number }): Promise<Response> =>
          Promise.reject(error ?? new Error(`The theme answered ${status} for ${new URL(request.url).pathname}.`)),
      };
    }
  }
  const route = manifest.routes.find(({ routeData }) => routeData.type === "page" && routeData.route === "/[...path]");
  if (!route)
    throw new Error(`The theme bundle in ${folder} has no page route: does its astro.config.ts use pivertTheme()?`);
  // `site` differs from one site to the next: an app costs 0.7 ms, so that each origin keeps one.
  const apps = new Map<string, AstroApp>();
  const appOf = (site: string) => {
    let app = apps.get(site);
    if (!app) {
      app = new RethrowingApp({ ...manifest, site }, false);
      apps.set(site, app);
    }
    return app;
  };
  return {
    hash,
    about: readAbout(join(folder, "theme.json")),
    staticFiles: readStaticFiles(join(folder, "client")),
    async renderPage(view) {
      const request = new Request(`${view.site.url}${encodeURI(view.path)}`);
      const response = await appOf(view.site.url).render(request, { routeData: route.routeData, locals: { view } });
      const html = await response.text();
      // A component that answers a response of its own, such as a redirect, cuts the page off without an error.
      if (!response.ok || !html.trimEnd().endsWith("</html>"))
        throw new Error(`The theme gave no whole page for ${view.path} (status ${response.status}).`);
      return html;
    },
  };
}

function readAbout(file: string): ThemeAbout | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ThemeAbout) : undefined;
}

function readStaticFiles(folder: string): Theme["staticFiles"] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file), content: readFileSync(file) }));
}
