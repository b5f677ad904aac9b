/** Eleventy, when it is installed: markdown-it without raw HTML, Nunjucks templates. */
import { cpSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { MENU, NEWS, PER_PAGE, siteFolder, withFrontMatter, writeFile } from "../make-content.ts";
import { BENCH, OUT, TOOLS } from "../paths.ts";
import { setAside } from "../set-aside.ts";
import { LEGAL_TEXT } from "./legal-text.ts";
import type { Tool } from "./tool.ts";

const INSTALLED = join(TOOLS, "eleventy", "node_modules");
const CLI = join(INSTALLED, "@11ty", "eleventy", "cmd.cjs");

export const eleventy: Tool = {
  name: "Eleventy",
  missing: () => (existsSync(CLI) ? undefined : "Eleventy is missing: node scripts/bench/fetch-tools.ts --eleventy"),
  prepare() {},
  convert(site) {
    const folder = siteFolder(eleventy, site.name);
    const write = (file: string, content: string) => writeFile(join(folder, file), content);
    const { title, url, description } = site;
    write("package.json", '{ "private": true, "type": "module" }\n');
    write("src/_data/settings.json", JSON.stringify({ title, url, description, menu: MENU, perPage: PER_PAGE }));
    write(
      "src/index.md",
      withFrontMatter({ layout: "home.njk", permalink: "/", title: "Accueil", listed: true }, site.home),
    );
    const legal = { layout: "entry.njk", permalink: "/mentions-legales/", title: "Mentions légales", listed: true };
    write("src/mentions-legales.md", withFrontMatter(legal, LEGAL_TEXT));
    for (const { slug, body, ...fields } of site.articles) write(`src${NEWS}${slug}.md`, withFrontMatter(fields, body));
    writeTemplates(folder);
  },
  outOf: (site) => join(OUT, "eleventy", site),
  clean(site) {
    const folder = siteFolder(eleventy, site);
    writeTemplates(folder);
    setAside(eleventy.outOf(site));
    rmSync(join(folder, "node_modules"), { recursive: true, force: true });
    symlinkSync(INSTALLED, join(folder, "node_modules"));
  },
  build: (site) => ({
    argv: [process.execPath, CLI, "--quiet", `--output=${eleventy.outOf(site)}`],
    cwd: siteFolder(eleventy, site),
  }),
};

function writeTemplates(folder: string): void {
  cpSync(join(BENCH, "templates", "eleventy"), folder, { recursive: true });
  cpSync(join(BENCH, "theme", "src", "style.css"), join(folder, "src", "style.css"));
}
