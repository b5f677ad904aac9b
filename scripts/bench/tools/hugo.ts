/** Hugo as Debian packages it: Markdown with goldmark, raw HTML refused, its typographer on. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MENU, NEWS, PER_PAGE, siteFolder, withFrontMatter, writeFile } from "../make-content.ts";
import { BENCH, OUT, SITES, TOOLS } from "../paths.ts";
import type { Command } from "../run-measured.ts";
import { setAside } from "../set-aside.ts";
import { LEGAL_TEXT } from "./legal-text.ts";
import type { Tool } from "./tool.ts";

const NAME = "Hugo";
const UNPACKED = join(TOOLS, "hugo", "usr");
const THEMES = join(SITES, "hugo-themes");

export const hugo: Tool = {
  name: NAME,
  missing: () => (hugoVersion() ? undefined : "Hugo is missing: node scripts/bench/fetch-tools.ts"),
  prepare() {
    rmSync(THEMES, { recursive: true, force: true });
    cpSync(join(BENCH, "templates", "hugo"), join(THEMES, "bench"), { recursive: true });
    cpSync(join(BENCH, "theme", "src", "style.css"), join(THEMES, "bench", "static", "style.css"));
  },
  convert(site) {
    const write = (file: string, content: string) => writeFile(join(siteFolder(hugo, site.name), file), content);
    write("hugo.toml", settings(site));
    write("content/_index.md", withFrontMatter({ title: "Accueil" }, site.home));
    write("content/mentions-legales.md", withFrontMatter({ title: "Mentions légales" }, LEGAL_TEXT));
    write(`content${NEWS}_index.md`, withFrontMatter({ title: "Actualités" }, ""));
    for (const { slug, tags, body, ...fields } of site.articles)
      write(`content${NEWS}${slug}.md`, withFrontMatter({ ...fields, "mots-cles": tags }, body));
  },
  outOf: (site) => join(OUT, "hugo", site),
  clean: (site) => setAside(hugo.outOf(site)),
  build: (site) => buildWithHugo([site]),
};

/** Builds sites one after the other: Hugo knows one at a time. */
export function buildWithHugo(sites: readonly string[]): Command {
  const script = `for site in "$@"; do ${BINARY()} --quiet --noBuildLock --source "${SITES}/hugo/$site" --destination "${OUT}/hugo/$site" || exit 1; done`;
  return { argv: ["bash", "-c", script, "hugo", ...sites], env: ENVIRONMENT };
}

/** One build without a shell, for short times. */
export function rebuildWithHugo(site: string): Command {
  const [source, destination] = [siteFolder(hugo, site), hugo.outOf(site)];
  return {
    argv: [BINARY(), "--quiet", "--noBuildLock", "--source", source, "--destination", destination],
    env: ENVIRONMENT,
  };
}

/** Its library is unpacked beside it. */
const ENVIRONMENT = {
  LD_LIBRARY_PATH: join(UNPACKED, "lib", "x86_64-linux-gnu"),
  HUGO_CACHEDIR: join(TOOLS, "hugo-cache"),
};

const BINARY = () => (existsSync(join(UNPACKED, "bin", "hugo")) ? join(UNPACKED, "bin", "hugo") : "hugo");

export function hugoVersion(): string | undefined {
  const { stdout, status } = spawnSync(BINARY(), ["version"], {
    env: { ...process.env, ...ENVIRONMENT },
    encoding: "utf8",
  });
  return status === 0 ? /v[\d.]+/.exec(stdout)?.[0] : undefined;
}

function settings({ title, url, description }: { title: string; url: string; description: string }): string {
  const menu = MENU.map(
    ({ label, to }, index) =>
      `[[menu.main]]\nname = ${JSON.stringify(label)}\npageRef = ${JSON.stringify(to)}\nurl = ${JSON.stringify(to)}\nweight = ${index + 1}\n`,
  );
  return `baseURL = ${JSON.stringify(`${url}/`)}
title = ${JSON.stringify(title)}
languageCode = "fr"
defaultContentLanguage = "fr"
timeZone = "Europe/Paris"
theme = "bench"
themesDir = ${JSON.stringify(THEMES)}
paginate = ${PER_PAGE}
disableAliases = true
removePathAccents = true
enableRobotsTXT = true
# Tags have pages, the list of tags has none.
disableKinds = ["taxonomy"]
ignoreErrors = ["error-disable-taxonomy"]

[params]
description = ${JSON.stringify(description)}

[taxonomies]
mot-cle = "mots-cles"

[outputs]
home = ["HTML"]
section = ["HTML", "RSS", "ATOM"]
term = ["HTML"]

[outputFormats.RSS]
baseName = "rss"

[outputFormats.ATOM]
mediaType = "application/atom+xml"
baseName = "atom"
noUgly = false

[mediaTypes."application/atom+xml"]
suffixes = ["xml"]

[markup.goldmark.renderer]
unsafe = false

${menu.join("\n")}`;
}
