/** Stock Astro: a project of its own for each site, content collections, the templates of our theme. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { linkPackages } from "../link-packages.ts";
import { MENU, NEWS, PER_PAGE, siteFolder, withFrontMatter, writeFile } from "../make-content.ts";
import { BENCH, OUT } from "../paths.ts";
import type { Command } from "../run-measured.ts";
import { setAside } from "../set-aside.ts";
import { LEGAL_TEXT } from "./legal-text.ts";
import type { Tool } from "./tool.ts";

export const astro: Tool = {
  name: "Astro",
  missing: () => undefined,
  prepare() {},
  convert(site) {
    const folder = siteFolder(astro, site.name);
    const write = (file: string, content: string) => writeFile(join(folder, file), content);
    const { title, url, description } = site;
    write("package.json", '{ "private": true, "type": "module" }\n');
    write("src/site.json", JSON.stringify({ title, url, description, menu: MENU, perPage: PER_PAGE }));
    write("src/content/pages/index.md", withFrontMatter({ title: "Accueil" }, site.home));
    write("src/content/pages/mentions-legales.md", withFrontMatter({ title: "Mentions légales" }, LEGAL_TEXT));
    for (const { slug, body, ...fields } of site.articles)
      write(`src/content${NEWS}${slug}.md`, withFrontMatter(fields, body));
    writeTemplates(folder);
  },
  outOf: (site) => join(OUT, "astro", site),
  clean(site) {
    const folder = siteFolder(astro, site);
    writeTemplates(folder);
    for (const made of [astro.outOf(site), join(folder, ".astro")]) setAside(made);
    linkPackages(folder);
  },
  build(site): Command {
    const folder = siteFolder(astro, site);
    const cli = join(folder, "node_modules", "astro", "bin", "astro.mjs");
    return {
      argv: [process.execPath, cli, "build", "--root", folder, "--outDir", astro.outOf(site), "--silent"],
      env: { ASTRO_TELEMETRY_DISABLED: "1" },
    };
  },
};

function writeTemplates(folder: string): void {
  cpSync(join(BENCH, "templates", "astro"), folder, { recursive: true });
  cpSync(join(BENCH, "theme", "src"), join(folder, "src"), { recursive: true });
}
