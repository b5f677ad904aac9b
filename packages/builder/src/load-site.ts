/** The settings of a site: `site.yaml`, `taxonomies.yaml` and `redirects.csv`. */
import { isUtf8 } from "node:buffer";
import {
  ContentError,
  type Problem,
  parseFields,
  parseYaml,
  problem,
  type Site,
  siteSchema,
  type Taxonomies,
  taxonomiesSchema,
} from "@pivert/model";
import type { Revision } from "@pivert/repository";

export interface LoadedSite {
  site: Site;
  taxonomies: Taxonomies;
  /** The text of `redirects.csv`: it is read once it is known which pages are live. */
  redirects: string;
  problems: Problem[];
  /** The line of a field of `site.yaml`, for problems found later. */
  lineOf: (path: readonly PropertyKey[]) => number;
}

const EMPTY_TAXONOMIES: Taxonomies = { tags: [], groups: [], categories: [] };
const TAXONOMIES = "taxonomies.yaml";
const REDIRECTS = "redirects.csv";
const TAXONOMIES_BYTES = 1024 * 1024;

/**
 * Parses the site's own files. `taxonomies.yaml` and `redirects.csv` stay at their last good version when they are wrong.
 * @param goodTexts the texts of these two when they were last right; brought up to date
 * @throws ContentError when `site.yaml` is missing or wrong: nothing can be published
 */
export async function loadSite(revision: Revision, goodTexts: Map<string, string>): Promise<LoadedSite> {
  const { texts, problems: unreadable } = await readTexts(revision, ["site.yaml", TAXONOMIES, REDIRECTS]);
  const [settings, terms, csv] = texts;
  if (unreadable.some(({ file }) => file === "site.yaml")) throw new ContentError(unreadable);
  if (settings === undefined) {
    const expected = "créez ce fichier avec au moins name, url et theme";
    const missing = asError(problem("missing-file", { file: "site.yaml", found: "site.yaml", expected }));
    const refused = revision.problems.filter(({ file }) => file.toLowerCase() === "site.yaml");
    throw new ContentError(refused.length > 0 ? refused : [missing]);
  }
  const yaml = parseYaml(settings, { file: "site.yaml" });
  const { value: site, problems } = parseFields(siteSchema, yaml, "site.yaml");
  if (!site) throw new ContentError(problems);

  const wrong = new Set([...unreadable, ...revision.problems].map(({ file }) => file));
  const taxonomies = parseTaxonomies(wrong.has(TAXONOMIES) ? goodTexts.get(TAXONOMIES) : terms);
  if (taxonomies.value && !wrong.has(TAXONOMIES)) remember(goodTexts, TAXONOMIES, terms);
  if (!wrong.has(REDIRECTS)) remember(goodTexts, REDIRECTS, csv);
  return {
    site,
    taxonomies: taxonomies.value ?? parseTaxonomies(goodTexts.get(TAXONOMIES)).value ?? EMPTY_TAXONOMIES,
    redirects: (wrong.has(REDIRECTS) ? goodTexts.get(REDIRECTS) : csv) ?? "",
    problems: [...unreadable, ...taxonomies.problems, ...missingLegal(site, yaml.lineOf(["legal"]))],
    lineOf: yaml.lineOf,
  };
}

function parseTaxonomies(text: string | undefined): { value?: Taxonomies | undefined; problems: Problem[] } {
  if (text === undefined) return { value: EMPTY_TAXONOMIES, problems: [] };
  return parseFields(taxonomiesSchema, parseYaml(text, { file: TAXONOMIES, maxBytes: TAXONOMIES_BYTES }), TAXONOMIES);
}

function remember(goodTexts: Map<string, string>, name: string, text: string | undefined): void {
  if (text === undefined) goodTexts.delete(name);
  else goodTexts.set(name, text);
}

/** Texts by name; one that is not UTF-8 is a problem. */
async function readTexts(
  revision: Revision,
  names: string[],
): Promise<{ texts: (string | undefined)[]; problems: Problem[] }> {
  const found = names.map((name) => revision.files.find(({ path }) => path === name));
  const present = found.filter((file) => file !== undefined);
  const bytes = await revision.read(present);
  const problems: Problem[] = [];
  const texts = found.map((file) => {
    const content = file && bytes[present.indexOf(file)];
    if (content === undefined || isUtf8(content)) return content?.toString("utf8");
    problems.push(problem("not-utf8", { file: file?.path ?? "", line: 1 }));
    return undefined;
  });
  return { texts, problems };
}

/** What the law asks of every site (LCEN, article 6, III). */
const LEGAL_FIELDS = {
  organisation: "le nom légal de l’association",
  address: "l’adresse du siège",
  director: "le nom du directeur ou de la directrice de la publication",
  host: "le nom, l’adresse et le téléphone de l’hébergeur",
} as const;

function missingLegal(site: Site, line: number): Problem[] {
  const missing: [string, string][] = Object.entries(LEGAL_FIELDS).filter(
    ([field]) => site.legal[field as keyof typeof LEGAL_FIELDS] === undefined,
  );
  if (!(site.legal.email ?? site.contact.email ?? site.legal.phone ?? site.contact.phone))
    missing.push(["email", "une adresse électronique ou un téléphone"]);
  return missing.map(([field, expected]) =>
    problem("missing-legal", { file: "site.yaml", line, field: `legal.${field}`, expected }),
  );
}

function asError(warning: Problem): Problem {
  return { ...warning, severity: "error" };
}
