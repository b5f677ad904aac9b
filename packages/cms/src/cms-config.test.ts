import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLLECTION_NAMES, COLLECTIONS, parseFields, parseYaml, siteSchema, taxonomiesSchema } from "@pivert/model";
import { build, type PluginBuild } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cmsConfig, type DecapConfig } from "./cms-config.ts";
import { entryFormat } from "./entry-format.ts";
import type { FormField } from "./form-fields.ts";
import { ALL_RIGHTS } from "./testing/site-files.ts";

const site = siteSchema.parse({
  name: "Les Roues libres",
  url: "https://roues-libres.example",
  languages: ["fr", "en"],
  theme: { name: "clairiere" },
});
const taxonomies = taxonomiesSchema.parse({
  tags: [{ name: "vélo" }],
  categories: [{ name: "Vie de l’asso", children: [{ name: "Fêtes" }] }],
});
const { decap } = cmsConfig({ site, taxonomies, rights: ALL_RIGHTS });

function fieldsOf(collection: string): FormField[] {
  return decap.collections.find(({ name }) => name === collection)?.fields ?? [];
}

describe("the configuration", () => {
  const folder = mkdtempSync(join(tmpdir(), "pivert-schema-"));
  let validate: (config: DecapConfig) => void;

  // Decap checks a configuration in the browser, by compiling a schema; our bundle leaves that out, so it is done here.
  beforeAll(async () => {
    const core = join(
      createRequire(import.meta.url).resolve("decap-cms-core"),
      "..",
      "esm",
      "constants",
      "configSchema.js",
    );
    const outfile = join(folder, "schema.cjs");
    await build({
      entryPoints: [core],
      outfile,
      bundle: true,
      format: "cjs",
      platform: "node",
      mainFields: ["module", "main"],
      logLevel: "error",
      plugins: [{ name: "formats", setup: stubFormats }],
    });
    validate = (createRequire(import.meta.url)(outfile) as { validateConfig: typeof validate }).validateConfig;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is one that Decap's own schema takes", () => {
    const { load_config_file: _, ...checked } = decap;
    validate(checked as DecapConfig);
    vi.spyOn(console, "error").mockImplementationOnce(() => undefined);
    expect(() =>
      validate({ ...checked, collections: [{ name: "x", label: "X" }] } as unknown as DecapConfig),
    ).toThrow();
  });

  test("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(decap))).toEqual(decap);
  });
});

/** Files that need a browser, and of which the schema only asks for names. */
function stubFormats(builder: PluginBuild): void {
  builder.onLoad({ filter: /formats[/\\]formats\.js$/ }, () => ({
    contents: `export const frontmatterFormats = ["yaml-frontmatter"];
      export const extensionFormatters = { yml: 1, yaml: 1, toml: 1, json: 1, md: 1, markdown: 1, html: 1 };`,
  }));
  builder.onLoad({ filter: /lib[/\\]registry\.js$/ }, () => ({
    contents: `export const getWidgets = () => [{ name: "string", schema: {} }];`,
  }));
  builder.onLoad({ filter: /lib[/\\]i18n\.js$/ }, () => ({
    contents: `export const I18N_STRUCTURE = { A: "multiple_folders", B: "multiple_files", C: "single_file" };
      export const I18N_FIELD = { A: "translate", B: "duplicate", C: "none" };`,
  }));
}

describe("collections", () => {
  test.each(COLLECTION_NAMES)("%s has a field for all that its schema takes, and none that it does not", (name) => {
    const shown = fieldsOf(name).map((field) => field.name);
    const known = Object.keys(COLLECTIONS[name].schema.shape);
    const hidden = ["lang", "source", "translationOf"];
    expect(shown.filter((field) => field !== "body").sort()).toEqual(
      known.filter((field) => !hidden.includes(field)).sort(),
    );
    expect(shown[0]).toBe("title");
  });

  test.each(COLLECTION_NAMES)("an entry of %s with its required fields alone parses with our schema", (name) => {
    const values: Record<string, string> = {
      datetime: "2026-11-22",
      string: "Un titre",
      file: "/media/a.pdf",
      image: "/media/a.jpg",
    };
    const data = Object.fromEntries(
      fieldsOf(name).map((field) => [
        field.name,
        field.required ? values[field.widget] : field.widget === "boolean" ? false : "",
      ]),
    );
    const text = entryFormat({ readYaml: (yaml) => parseYaml(yaml, { file: "x" }).value }).toFile(data);
    const yaml = parseYaml(text.split("---\n")[1] ?? "", { file: "x.md" });
    expect(parseFields(COLLECTIONS[name].schema, yaml, "x.md").problems).toEqual([]);
  });

  test("every field has a French label of its own", () => {
    const walk = (fields: FormField[]): FormField[] => fields.flatMap((field) => [field, ...walk(field.fields ?? [])]);
    const all = walk(
      decap.collections.flatMap(({ fields, files }) => [
        ...(fields ?? []),
        ...(files ?? []).flatMap((file) => file.fields),
      ]),
    );
    expect(all.filter(({ label, name }) => label === name)).toEqual([]);
  });

  test("names to choose from come from the site's lists", () => {
    expect(fieldsOf("posts").find(({ name }) => name === "categories")?.suggestions).toEqual([
      "Vie de l’asso",
      "Fêtes",
    ]);
    expect(fieldsOf("posts").find(({ name }) => name === "tags")?.suggestions).toEqual(["vélo"]);
  });

  test("another language has folders of its own, and says what it translates", () => {
    const english = decap.collections.find(({ name }) => name === "en-posts");
    expect(english).toMatchObject({ folder: "en/posts", label: "Actualités (anglais)" });
    expect(fieldsOf("en-posts").at(-1)).toMatchObject({ name: "translationOf", collection: "posts" });
    const few = cmsConfig({ site, taxonomies, rights: ALL_RIGHTS, folders: new Set(["en/events"]) }).decap.collections;
    expect(few.map(({ name }) => name).filter((name) => name.startsWith("en-"))).toEqual([
      "en-pages",
      "en-posts",
      "en-events",
    ]);
  });
});

test("what a person may not do is not proposed", () => {
  const rights = { create: false, delete: false, publish: false, settings: false };
  const { collections } = cmsConfig({ site, taxonomies, rights }).decap;
  expect(collections.map(({ name }) => name)).not.toContain("settings");
  for (const collection of collections)
    expect(collection).toMatchObject({ create: false, delete: false, publish: false });
});
