/** The content of the bench: the same texts at each run, written once in the format of each tool. */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeSentence, makeText, makeTitle, TAGS } from "./french-text.ts";
import { BENCH, SITES } from "./paths.ts";
import { openRandom } from "./random.ts";
import type { Tool } from "./tools/tool.ts";

export interface Article {
  slug: string;
  title: string;
  /** `2026-03-14`. */
  date: string;
  summary: string;
  tags: string[];
  /** Markdown. */
  body: string;
}

export interface BenchSite {
  name: string;
  title: string;
  description: string;
  url: string;
  /** Markdown of the home page. */
  home: string;
  articles: Article[];
}

/** A site still to be made. */
export interface SitePlan {
  name: string;
  articles: number;
}

const SMALL = 60;

export const MANY: SitePlan[] = Array.from({ length: 83 }, (_, index) => ({
  name: `asso-${String(index + 1).padStart(2, "0")}`,
  articles: SMALL,
}));
export const THOUSAND: SitePlan = { name: "mille", articles: 1000 };
export const FIVE_THOUSAND: SitePlan = { name: "cinq-mille", articles: 5000 };

/** Where the news of a site are, for every tool. */
export const NEWS = "/actualites/";
export const PER_PAGE = 10;
export const MENU = [
  { label: "Accueil", to: "/" },
  { label: "Actualités", to: NEWS },
  { label: "Mentions légales", to: "/mentions-legales/" },
];

/** Writes each site for each tool, unless it is there already. */
export function writeContent(plans: readonly SitePlan[], tools: readonly Tool[]): void {
  const made = hashMakers();
  for (const plan of plans) {
    const missing = tools.filter((tool) => !isWritten(plan, tool, made));
    if (missing.length === 0) continue;
    const site = makeSite(plan);
    for (const tool of missing) {
      const folder = siteFolder(tool, plan.name);
      rmSync(folder, { recursive: true, force: true });
      tool.convert(site);
      writeFile(markOf(tool, plan.name), made);
    }
  }
}

export function siteFolder(tool: Pick<Tool, "name">, site: string): string {
  return join(SITES, tool.name.toLowerCase(), site);
}

export function makeSite({ name, articles }: SitePlan): BenchSite {
  const random = openRandom(seedOf(name));
  const known = Array.from({ length: articles }, (_, index) => {
    const title = makeTitle(random);
    return { title, slug: `${slugOf(title)}-${index + 1}` };
  });
  const paths = known.map(({ slug }) => `${NEWS}${slug}/`);
  return {
    name,
    title: `Association ${name}`,
    description: makeSentence(random),
    url: `https://${name}.example`,
    home: `${makeSentence(random)} ${makeSentence(random)}\n\n- ${makeSentence(random)}\n- ${makeSentence(random)}\n`,
    articles: known.map(({ title, slug }) => ({
      title,
      slug,
      date: new Date(Date.UTC(2014, 0, 1) + random.integer(0, 4500) * 24 * 3600 * 1000).toISOString().slice(0, 10),
      summary: makeSentence(random),
      tags: random.some(TAGS, random.integer(1, 4)),
      body: makeText(random, paths),
    })),
  };
}

/** An entry's file: JSON is YAML. */
export function withFrontMatter(fields: Record<string, unknown>, body: string): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join("\n")}\n---\n\n${body}\n`;
}

export function writeFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function isWritten({ name }: SitePlan, tool: Tool, made: string): boolean {
  const mark = markOf(tool, name);
  return existsSync(mark) && readFileSync(mark, "utf8") === made;
}

function markOf(tool: Tool, site: string): string {
  return join(SITES, tool.name.toLowerCase(), `.${site}`);
}

/** A digest of the code that makes content: what it changes is made again. */
function hashMakers(): string {
  const hash = createHash("sha256");
  for (const file of [
    "french-text.ts",
    "make-content.ts",
    "random.ts",
    ...globSync("tools/*.ts", { cwd: BENCH }).sort(),
  ])
    hash.update(readFileSync(join(BENCH, file)));
  return hash.digest("hex");
}

function seedOf(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32LE();
}

/** A slug that every tool leaves as it is. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-|-$/g, "");
}
