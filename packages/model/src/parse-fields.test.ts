import { describe, expect, test } from "vitest";
import * as z from "zod";
import { COLLECTIONS, type CollectionName } from "./collections.ts";
import { line } from "./fields.ts";
import { metaOf, parseFields } from "./parse-fields.ts";
import { siteSchema } from "./site.ts";
import { taxonomiesSchema } from "./taxonomies.ts";
import { parseYaml } from "./yaml.ts";

const FILE = "posts/a.md";
/** Front matter starts on the second line of its file. */
const parse = (schema: z.ZodType, text: string) =>
  parseFields(schema, parseYaml(text, { file: FILE, firstLine: 2 }), FILE);
const problems = (schema: z.ZodType, text: string) =>
  parse(schema, text).problems.map(({ code, line, field, found, expected }) => [code, line, field, found, expected]);
const entry = (name: CollectionName) => COLLECTIONS[name].schema;

test("gives typed fields with their defaults", () => {
  const { value, problems } = parse(entry("posts"), "title:  Bourse aux vélos \ndate: 2026-03-14\ntags: vélo\n");
  expect(problems).toEqual([]);
  expect(value).toEqual({
    title: "Bourse aux vélos",
    date: "2026-03-14",
    tags: ["vélo"],
    authors: [],
    categories: [],
    featured: false,
  });
});

test.each(["summary:", "summary: ~", 'summary: ""', "image: ''\nfeatured:\ntags:\nsource: "])(
  "a field left empty is absent: %j",
  (text) => expect(problems(entry("posts"), `title: x\ndate: 2026-03-14\n${text}`)).toEqual([]),
);

test("the problems of the YAML come alone", () =>
  expect(problems(entry("posts"), "titre: [").map(([code]) => code)).toEqual(["yaml-syntax"]));

describe("an unknown field", () => {
  const near = (name: string) => `écrivez plutôt « ${name} »`;
  test.each<[string, z.ZodType, string, unknown[]]>([
    ["with a letter missing", entry("posts"), "title: x\ndate: 2026-01-01\nsumary: y", [4, "sumary", near("summary")]],
    [
      "with other capitals",
      entry("posts"),
      "title: x\ndate: 2026-01-01\npublishat: y",
      [4, "publishat", near("publishAt")],
    ],
    [
      "close to two: the closest",
      entry("posts"),
      "title: x\ndate: 2026-01-01\nimageAl: y",
      [4, "imageAl", near("imageAlt")],
    ],
    [
      "inside a list",
      siteSchema,
      "name: x\nurl: https://x.fr\ntheme: {name: a}\nmenu:\n  - label: a\n    to: /\n    childrens: []",
      [8, "menu.0.childrens", near("children")],
    ],
    [
      "two lists down",
      taxonomiesSchema,
      "categories:\n  - name: a\n    children:\n      - name: b\n        descripton: c",
      [6, "categories.0.children.0.descripton", near("description")],
    ],
    [
      "among the names of a table",
      siteSchema,
      "name: x\nurl: https://x.fr\ntheme: {name: a}\ncollections:\n  post: {title: A}",
      [6, "collections.post", near("posts")],
    ],
    [
      "in it",
      siteSchema,
      "name: x\nurl: https://x.fr\ntheme: {name: a}\ncollections:\n  posts:\n    perpage: 3",
      [7, "collections.posts.perpage", near("perPage")],
    ],
  ])("%s is named, with what to write instead", (_what, schema, text, [line, field, expected]) =>
    expect(problems(schema, text)).toEqual([["unknown-field", line, field, String(field).split(".").at(-1), expected]]),
  );

  test("like none has the list of fields", () => {
    const [only] = parse(z.strictObject({ name: line(), url: line().optional() }), "name: x\nzzzzzz: 1").problems;
    expect(only?.editor).toBe("Le champ « zzzzzz » n’existe pas ici : champs possibles : name, url.");
  });

  test("of two, each has its problem and line", () =>
    expect(
      problems(z.strictObject({ name: line() }), "name: x\nnane: 1\n\nfoo: 2").map(([, at, field]) => [at, field]),
    ).toEqual([
      [3, "nane"],
      [5, "foo"],
    ]));

  test("with a hostile name is shown without its controls", () => {
    const [only] = parse(z.strictObject({ name: line() }), 'name: x\n"a\\e[31m\\u202eb": 1').problems;
    expect(only).toMatchObject({ code: "unknown-field", field: "a [31m b", found: "a [31m b" });
  });
});

describe("a wrong value", () => {
  const album = "title: x\ndate: 2026-01-01\nphotos:\n";
  const site = "name: x\nurl: https://x.fr\ntheme: {name: a}\n";
  test.each<[string, z.ZodType, string, unknown[]]>([
    [
      "is told with what to write",
      entry("posts"),
      "title: [a]\ndate: 2026-01-01",
      [2, "title", '["a"]', "un titre d’une ligne"],
    ],
    [
      "of an optional field too",
      entry("posts"),
      "title: x\ndate: 2026-01-01\nimage: 5",
      [4, "image", "5", "un fichier du dossier media, comme media/affiche.jpg"],
    ],
    [
      "that is no day",
      entry("posts"),
      "title: x\ndate: 2026-06-31",
      [3, "date", "2026-06-31", "une date comme 2026-03-14 ou 2026-03-14 18:30"],
    ],
    [
      "of a choice",
      entry("posts"),
      "title: x\ndate: 2026-01-01\nsource: {system: joomla, type: x, id: 1}",
      [4, "source.system", "joomla", "l’une de ces valeurs : spip, wordpress"],
    ],
    [
      "of a yes or no",
      entry("posts"),
      "title: x\ndate: 2026-01-01\nfeatured: oui",
      [4, "featured", "oui", "« true » ou « false »"],
    ],
    [
      "in a list of tables",
      entry("albums"),
      `${album}  - image: a.jpg\n  - image: 5\n`,
      [6, "photos.1.image", "5", "un fichier du dossier media, comme media/affiche.jpg"],
    ],
    [
      "in place of a table in a list",
      entry("albums"),
      `${album}  - image: a.jpg\n  - b.jpg\n`,
      [6, "photos.1", "b.jpg", "des champs « nom: valeur »"],
    ],
    [
      "in a list of names",
      entry("posts"),
      "title: x\ndate: 2026-01-01\ntags:\n  - a\n  - [b]\n  - c",
      [6, "tags.1", '["b"]', "une liste de noms"],
    ],
    [
      "in place of a list of names",
      entry("posts"),
      "title: x\ndate: 2026-01-01\ntags: 5",
      [4, "tags", "5", "une liste de noms"],
    ],
    [
      "in a list of languages",
      siteSchema,
      `${site}languages:\n  - fr\n  - FR`,
      [7, "languages.1", "FR", "un code de langue, comme fr, oc ou pt-BR"],
    ],
    [
      "two lists down",
      siteSchema,
      `${site}menu:\n  - label: a\n    to: /a/\n    children:\n      - label: b\n        to: javascript:x`,
      [10, "menu.0.children.0.to", "javascript:x", "un chemin du site comme /asso/, ou une adresse complète"],
    ],
    [
      "in a table of tables",
      siteSchema,
      `${site}collections:\n  posts:\n    perPage: 0`,
      [7, "collections.posts.perPage", "0", "un nombre entier de 1 à 100"],
    ],
    [
      "in place of a table",
      siteSchema,
      `name: x\nurl: https://x.fr\ntheme: clairiere`,
      [4, "theme", "clairiere", "des champs « nom: valeur »"],
    ],
    ["in place of everything", siteSchema, "- name: x", [2, "", '[{"name":"x"}]', "des champs « nom: valeur »"]],
  ])("%s", (_what, schema, text, [line, field, found, expected]) =>
    expect(problems(schema, text)).toEqual([["wrong-type", line, field, found, expected]]),
  );
});

describe("a missing field", () => {
  test.each<[string, z.ZodType, string, unknown[]]>([
    ["of an entry", entry("posts"), "title: x", [2, "date", "une date comme 2026-03-14 ou 2026-03-14 18:30"]],
    ["left empty", entry("posts"), "date: 2026-01-01\ntitle:", [3, "title", "un titre d’une ligne"]],
    ["with empty text", entry("posts"), 'date: 2026-01-01\ntitle: ""', [3, "title", "un titre d’une ligne"]],
    [
      "of a table in a list",
      entry("albums"),
      "title: x\ndate: 2026-01-01\nphotos:\n  - image: a.jpg\n  - alt: b",
      [6, "photos.1.image", "un fichier du dossier media, comme media/affiche.jpg"],
    ],
    [
      "of a table",
      siteSchema,
      "name: x\nurl: https://x.fr\ntheme:\n  colour: '#000000'",
      [4, "theme.name", "le nom d’un dossier de themes/"],
    ],
  ])("%s is told at the nearest line", (_what, schema, text, [line, field, expected]) =>
    expect(problems(schema, text)).toEqual([["missing-field", line, field, undefined, expected]]),
  );

  test("of an empty text: each of them", () =>
    expect(problems(entry("posts"), "").map(([code, line, field]) => [code, line, field])).toEqual([
      ["missing-field", 2, "title"],
      ["missing-field", 2, "date"],
    ]));
});

test("the meta of a field is completed with that of what it wraps", () => {
  expect(metaOf(line().optional().meta({ label: "Titre" }))).toMatchObject({
    label: "Titre",
    expected: "un texte d’une ligne, 300 caractères au plus",
  });
  expect(metaOf(line().meta({ label: "A", expected: "a" }).default("x").meta({ expected: "b" }))).toMatchObject({
    label: "A",
    expected: "b",
  });
  expect(metaOf(z.string())).toBeUndefined();
});
