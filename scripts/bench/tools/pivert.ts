/** Ours: the sites as Pivert reads them, and the commands that build one or all of them. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildRequest } from "@pivert/builder";
import { linkPackages } from "../link-packages.ts";
import { type BenchSite, MENU, NEWS, PER_PAGE, siteFolder, withFrontMatter, writeFile } from "../make-content.ts";
import { BENCH, FOLDERS, OUT, THEME } from "../paths.ts";
import type { Command } from "../run-measured.ts";
import { setAside } from "../set-aside.ts";
import type { Tool } from "./tool.ts";

const NAME = "Pivert";
const ASTRO_CONFIG = `import { pivertTheme } from "@pivert/theme-kit/astro";
import { defineConfig } from "astro/config";

export default defineConfig(pivertTheme());
`;

/** Node as `pnpm build` starts it. */
export const NODE = [process.execPath, "--disable-warning=ExperimentalWarning"];

export const pivert: Tool = {
  name: NAME,
  missing: () => undefined,
  prepare() {
    rmSync(THEME, { recursive: true, force: true });
    cpSync(join(BENCH, "theme"), THEME, { recursive: true });
    writeFile(join(THEME, "astro.config.ts"), ASTRO_CONFIG);
    writeFile(join(THEME, "package.json"), '{ "name": "@pivert/theme-bench", "private": true, "type": "module" }\n');
    linkPackages(THEME);
  },
  convert(site) {
    for (const [file, content] of filesOf(site)) writeFile(join(siteFolder(pivert, site.name), file), content);
  },
  outOf: (site) => join(outFolder(site), "site"),
  clean: (site) => setAside(outFolder(site)),
  build: (site) => buildSites([requestOf(site)]),
};

/** A build of a site out of its folder; `variant` names an output of its own. */
export function requestOf(site: string, { compress = false, variant = "" } = {}): BuildRequest {
  return { name: site, source: { folder: siteFolder(pivert, site) }, out: outFolder(site + variant), compress };
}

/** Builds sites as `pnpm build` does: one in its own process, several in a pool of two workers. */
export function buildSites(requests: readonly BuildRequest[]): Command {
  const task = join(OUT, `task-${requests.length === 1 ? requests[0]?.name : requests.length}.json`);
  writeFile(task, JSON.stringify({ folders: FOLDERS, requests }));
  return { argv: [...NODE, join(BENCH, "children", "build-sites.mjs"), task] };
}

/** Changes the theme so that every page must be rendered again, each time differently. */
export function changeTheme(): void {
  const file = join(THEME, "src", "Page.astro");
  const frame = readFileSync(file, "utf8");
  const count = Number(/data-change="(\d+)"/.exec(frame)?.[1] ?? 0);
  writeFileSync(file, frame.replace(/<main[^>]*>/, `<main data-change="${count + 1}">`));
}

/** The files of a site in Pivert's format. */
export function filesOf(site: BenchSite): [file: string, content: string][] {
  const { title, url, description, home, articles } = site;
  const settings = {
    name: title,
    description,
    url,
    theme: { name: "bench" },
    menu: MENU,
    collections: { posts: { path: NEWS.slice(1, -1), perPage: PER_PAGE } },
    legal: {
      organisation: title,
      address: "1 rue du Pré\n31000 Toulouse",
      email: `bonjour@${site.name}.example`,
      director: "Camille Roche",
      host: { name: "Les Deux Rives", address: "3 impasse du Bac\n31998 Port-Sarrail", phone: "05 61 99 00 80" },
    },
  };
  return [
    ["site.yaml", `${JSON.stringify(settings, null, 2)}\n`],
    ["pages/index.md", withFrontMatter({ title: "Accueil" }, home)],
    ...articles.map(({ slug, body, ...fields }): [string, string] => [
      `posts/${fields.date}-${slug}.md`,
      withFrontMatter(fields, body),
    ]),
  ];
}

function outFolder(site: string): string {
  return join(OUT, NAME.toLowerCase(), site);
}
