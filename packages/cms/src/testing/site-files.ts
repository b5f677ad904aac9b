/** The files of a demo site, and the configuration of its editing page. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseYaml, siteSchema, taxonomiesSchema } from "@pivert/model";
import { type CmsConfig, cmsConfig, type Rights } from "../cms-config.ts";

export const SITES = join(fileURLToPath(import.meta.url), "..", "..", "..", "..", "..", "sites");
export const ALL_RIGHTS: Rights = { create: true, delete: true, publish: true, settings: true };

/** The texts of a site by their path. */
export function siteFiles(site: string): Record<string, string> {
  const folder = join(SITES, site);
  const paths = globSync("**/*.{md,yaml}", { cwd: folder });
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

export function siteConfig(files: Record<string, string>, rights: Rights = ALL_RIGHTS): CmsConfig {
  const site = siteSchema.parse(parseYaml(files["site.yaml"] ?? "", { file: "site.yaml" }).value);
  const taxonomies = taxonomiesSchema.parse(
    parseYaml(files["taxonomies.yaml"] ?? "", { file: "taxonomies.yaml" }).value ?? {},
  );
  const folders = new Set(Object.keys(files).map((path) => path.split("/").slice(0, 2).join("/")));
  return cmsConfig({ site, taxonomies, rights, folders });
}

/** Small images of a site, for the media library. */
export function siteMedia(site: string): Record<string, Buffer> {
  const folder = join(SITES, site);
  const paths = globSync("media/*.{jpg,png,svg}", { cwd: folder }).slice(0, 12);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** A small site: its settings, a home page, and the files given. */
export function testSite(files: Record<string, string>): Record<string, string> {
  return {
    "site.yaml":
      "name: Les Roues libres\n# ce que voient les moteurs\ntagline: Avant\nurl: https://roues-libres.example\ntheme:\n  name: clairiere\nmenu:\n  - label: L'atelier\n    to: /atelier/\n",
    "pages/index.md": "---\ntitle: Accueil\n---\n\nBienvenue.\n",
    ...files,
  };
}
