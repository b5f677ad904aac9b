/** A site's settings as its repository has them, for the forms of its editing page. */
import { parseFields, parseYaml, type Site, siteSchema, type Taxonomies, taxonomiesSchema } from "@pivert/model";
import { type EditingSite, readEntries } from "@pivert/operations/editing";

export interface Settings {
  site: Site;
  taxonomies: Taxonomies;
}

/** `undefined` when `site.yaml` cannot be read. */
export async function readSettings(editing: EditingSite): Promise<Settings | undefined> {
  const [settings, terms] = await readEntries(editing, [{ path: "site.yaml" }, { path: "taxonomies.yaml" }]);
  const site = parseFields(siteSchema, parseYaml(settings?.data ?? "", { file: "site.yaml" }), "site.yaml").value;
  const file = "taxonomies.yaml";
  const taxonomies = parseFields(
    taxonomiesSchema,
    parseYaml(terms?.data ?? "", { file, maxBytes: 1024 * 1024 }),
    file,
  ).value;
  return site && { site, taxonomies: taxonomies ?? { tags: [], groups: [], categories: [] } };
}
