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
const TAXONOMIES_BYTES = 1024 * 1024;

/**
 * Parses the site's own files.
 * @throws ContentError when `site.yaml` is missing or wrong: nothing can be published
 */
export async function loadSite(revision: Revision): Promise<LoadedSite> {
  const { texts, problems: unreadable } = await readTexts(revision, ["site.yaml", "taxonomies.yaml", "redirects.csv"]);
  const [settings, terms, csv] = texts;
  if (unreadable.some(({ file }) => file === "site.yaml")) throw new ContentError(unreadable);
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
  return {
    site,
    taxonomies: taxonomies.value ?? EMPTY_TAXONOMIES,
    redirects: csv ?? "",
    problems: [...unreadable, ...taxonomies.problems, ...missingLegal(site, yaml.lineOf(["legal"]))],
    lineOf: yaml.lineOf,
  };
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
