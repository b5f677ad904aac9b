/** A site's published settings, for what editing operations must know of them. */
import { parseFields, parseYaml, type Site, siteSchema } from "@pivert/model";
import { head, readFileAt } from "@pivert/repository";
import type { EditingSite } from "./editing-site.ts";

/** `undefined` when `site.yaml` is missing or cannot be read. */
export async function readSite(site: EditingSite): Promise<Site | undefined> {
  const text = await readText(site, "site.yaml");
  return text === undefined
    ? undefined
    : parseFields(siteSchema, parseYaml(text, { file: "site.yaml" }), "site.yaml").value;
}

/** The text of a published file, if there is one. */
export async function readText({ repository }: EditingSite, path: string): Promise<string | undefined> {
  const revision = await head(repository);
  const file = revision === undefined ? undefined : await readFileAt(repository, revision, path);
  return file?.content.toString("utf8");
}
