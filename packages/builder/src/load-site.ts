/** The settings of a site: `site.yaml`, `taxonomies.yaml` and `redirects.csv`. */
import {
  ContentError,
  type Problem,
  parseFields,
  parseRedirects,
  parseYaml,
  problem,
  type Redirect,
  type Site,
  siteSchema,
  type Taxonomies,
  taxonomiesSchema,
} from "@pivert/model";
import type { Revision } from "@pivert/repository";

export interface LoadedSite {
  site: Site;
  taxonomies: Taxonomies;
  redirects: Redirect[];
  problems: Problem[];
  /** The line of a field of `site.yaml`, for problems found later. */
  lineOf: (path: readonly PropertyKey[]) => number;
}

const EMPTY_TAXONOMIES: Taxonomies = { tags: [], groups: [], categories: [] };
const TAXONOMIES_BYTES = 1024 * 1024;

/**
 * Parses the site's own files.
 * @throws ContentError when `site.yaml` is missing or wrong: nothing can be published
 */
export async function loadSite(revision: Revision): Promise<LoadedSite> {
  const [settings, terms, csv] = await readTexts(revision, ["site.yaml", "taxonomies.yaml", "redirects.csv"]);
  if (settings === undefined) {
    const expected = "créez ce fichier avec au moins name, url et theme";
    throw new ContentError([problem("missing-file", { file: "site.yaml", found: "site.yaml", expected })].map(asError));
  }
  const yaml = parseYaml(settings, { file: "site.yaml" });
  const { value: site, problems } = parseFields(siteSchema, yaml, "site.yaml");
  if (!site) throw new ContentError(problems);

  const taxonomies =
    terms === undefined
      ? { value: EMPTY_TAXONOMIES, problems: [] }
      : parseFields(
          taxonomiesSchema,
          parseYaml(terms, { file: "taxonomies.yaml", maxBytes: TAXONOMIES_BYTES }),
          "taxonomies.yaml",
        );
  const redirects = parseRedirects(csv ?? "");
  return {
    site,
    taxonomies: taxonomies.value ?? EMPTY_TAXONOMIES,
    redirects: redirects.redirects,
    problems: [...taxonomies.problems, ...redirects.problems, ...missingLegal(site, yaml.lineOf(["legal"]))],
    lineOf: yaml.lineOf,
  };
}

async function readTexts(revision: Revision, names: string[]): Promise<(string | undefined)[]> {
  const found = names.map((name) => revision.files.find(({ path }) => path === name));
  const present = found.filter((file) => file !== undefined);
  const bytes = await revision.read(present);
  return found.map((file) => (file ? bytes[present.indexOf(file)]?.toString("utf8") : undefined));
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
