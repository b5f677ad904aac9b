/** Decap's configuration for a site and a person, generated on the server from `model`. */
import {
  BLOCKS,
  COLLECTIONS,
  type CollectionName,
  type Site,
  siteSchema,
  type Taxonomies,
  taxonomiesSchema,
} from "@pivert/model";
import { type FormField, formFields } from "./form-fields.ts";

/** What a person may do on a site; the server enforces it, the page only hides what would be refused. */
export interface Rights {
  create: boolean;
  delete: boolean;
  publish: boolean;
  /** Menu, settings and lists of tags and categories. */
  settings: boolean;
}

export interface CmsConfigOptions {
  site: Site;
  taxonomies: Taxonomies;
  rights: Rights;
  /** The site's folders, such as `en/posts`: what no other language uses yet is not proposed in it, but for pages and news. */
  folders?: ReadonlySet<string>;
}

/** A block as the editor inserts it. */
export interface BlockForm {
  name: string;
  label: string;
  form: "leaf" | "container";
  fields: FormField[];
}

/** What `GET /api/config` answers. */
export interface CmsConfig {
  /** What `CMS.init` takes. */
  decap: DecapConfig;
  blocks: BlockForm[];
}

export interface DecapConfig {
  load_config_file: false;
  locale: "fr";
  backend: { name: "pivert"; proxy_url: string; branch: string };
  publish_mode: "editorial_workflow";
  site_url: string;
  display_url: string;
  show_preview_links: boolean;
  media_folder: string;
  public_folder: string;
  slug: { encoding: "ascii"; clean_accents: true; sanitize_replacement: "-" };
  collections: DecapCollection[];
}

export interface DecapCollection {
  name: string;
  label: string;
  label_singular?: string;
  description?: string;
  folder?: string;
  files?: { name: string; label: string; file: string; fields: FormField[] }[];
  fields?: FormField[];
  [setting: string]: unknown;
}

/** Each collection's name for one entry, and the field its list is sorted by. */
const ENTRY_NAMES: Record<CollectionName, string> = {
  pages: "page",
  posts: "actualité",
  events: "rendez-vous",
  albums: "album",
  documents: "document",
  people: "personne",
  partners: "partenaire",
};

/** Kept in the file and never shown: where the entry is tells its language, an import wrote its source. */
const HIDDEN = new Set(["lang", "source"]);
/** After the text: what most entries leave alone. */
const AFTER_TEXT = new Set(["categories", "featured", "cancelled", "order", "menuTitle"]);

const LAST_CHANGE = { field: "commit_date", label: "dernière modification" };

/** The whole configuration. Pure: the same arguments give the same answer. */
export function cmsConfig({ site, taxonomies, rights, folders }: CmsConfigOptions): CmsConfig {
  const [main = "fr", ...others] = site.languages;
  const names = Object.keys(COLLECTIONS) as CollectionName[];
  const collections = [
    ...names.map((name) => entryCollection(name, main, { site, taxonomies, rights })),
    ...others.flatMap((lang) =>
      names
        .filter((name) => inUse(lang, name, folders))
        .map((name) => entryCollection(name, lang, { site, taxonomies, rights })),
    ),
    ...(rights.settings ? [settings(rights)] : []),
  ];
  return {
    decap: {
      load_config_file: false,
      locale: "fr",
      backend: { name: "pivert", proxy_url: "/api/entries", branch: "main" },
      publish_mode: "editorial_workflow",
      site_url: site.url,
      display_url: site.url,
      show_preview_links: true,
      media_folder: "media",
      public_folder: "/media",
      slug: { encoding: "ascii", clean_accents: true, sanitize_replacement: "-" },
      collections,
    },
    blocks: blockForms(),
  };
}

function inUse(lang: string, name: CollectionName, folders: ReadonlySet<string> | undefined): boolean {
  return name === "pages" || name === "posts" || folders === undefined || folders.has(`${lang}/${name}`);
}

/** The blocks of `model`, as forms. */
export function blockForms(): BlockForm[] {
  return Object.entries(BLOCKS).map(([name, { label, form, fields }]) => ({
    name,
    label,
    form,
    fields: formFields(fields),
  }));
}

function entryCollection(
  name: CollectionName,
  lang: string,
  { site, taxonomies, rights }: CmsConfigOptions,
): DecapCollection {
  const { schema, label, naming } = COLLECTIONS[name];
  const foreign = lang !== site.languages[0];
  const title = site.collections[name]?.title ?? label;
  const folder = foreign ? `${lang}/${name}` : name;
  const dateField = name === "events" ? "start" : "date";
  const fields = entryFields(name, schema, taxonomies, site.languages.length > 1 ? foreign : undefined);
  return {
    name: foreign ? `${lang}-${name}` : name,
    label: foreign ? `${title} (${languageName(lang)})` : title,
    label_singular: ENTRY_NAMES[name],
    folder,
    create: rights.create,
    delete: rights.delete,
    publish: rights.publish,
    extension: "md",
    format: "pivert-entry",
    identifier_field: "title",
    slug:
      naming !== "dated"
        ? "{{slug}}"
        : name === "events"
          ? "{{start | date('YYYY-MM-DD')}}-{{slug}}"
          : "{{year}}-{{month}}-{{day}}-{{slug}}",
    summary: naming === "dated" ? `{{${dateField} | date('D MMMM YYYY')}} · {{title}}` : "{{title}}",
    sortable_fields:
      naming === "dated"
        ? [{ field: dateField, label: "date", default_sort: "desc" }, { field: "title", label: "titre" }, LAST_CHANGE]
        : [{ field: "title", label: "titre", default_sort: "asc" }, LAST_CHANGE],
    meta: { path: { label: "Adresse de la fiche", widget: "string", required: false, hint: addressHint(naming) } },
    ...(naming === "tree" ? { nested: { depth: 10, summary: "{{title}}", subfolders: false } } : {}),
    ...(name === "posts" ? { view_filters: [{ label: "À la une", field: "featured", pattern: true }] } : {}),
    editor: { preview: false },
    fields,
  };
}

function addressHint(naming: "tree" | "dated" | "plain"): string {
  const keep = "Laissez vide pour la tirer du titre. La changer déplace la page : l’ancienne adresse y mènera encore.";
  return naming === "tree" ? `${keep} « asso/statuts » range la page Statuts sous la page Asso.` : keep;
}

function entryFields(
  name: CollectionName,
  schema: (typeof COLLECTIONS)[CollectionName]["schema"],
  taxonomies: Taxonomies,
  foreign: boolean | undefined,
): FormField[] {
  const hidden = foreign === true ? HIDDEN : new Set([...HIDDEN, "translationOf"]);
  const common = new Set(
    Object.keys(COLLECTIONS.pages.schema.shape).filter((key) => key in COLLECTIONS.partners.schema.shape),
  );
  const all = formFields(schema, hidden).map((field) => completeField(field, name, taxonomies));
  const own = (field: FormField) => !common.has(field.name) && !AFTER_TEXT.has(field.name);
  const title = all.filter((field) => field.name === "title");
  const body: FormField = {
    name: "body",
    label: COLLECTIONS[name].entryPages ? "Texte" : "Présentation",
    widget: "markdown",
    required: false,
    // What the « + » proposes: protected blocks are found in texts, not inserted.
    editor_components: ["image", ...Object.keys(BLOCKS).map((block) => `block-${block}`)],
  };
  const rest = all.filter((field) => field.name !== "title" && !own(field));
  const relation = foreign ? translationField(name) : undefined;
  return [
    ...title,
    ...all.filter((field) => field.name !== "title" && own(field)),
    body,
    ...rest.filter((field) => AFTER_TEXT.has(field.name)),
    ...rest.filter((field) => !AFTER_TEXT.has(field.name) && field.name !== "translationOf"),
    ...(relation ? [relation] : []),
  ];
}

/** What a field needs beyond its schema: today's date, names to choose from, words for an editor. */
function completeField(field: FormField, collection: CollectionName, taxonomies: Taxonomies): FormField {
  switch (field.name) {
    case "date":
      return { ...field, default: "{{now}}" };
    case "tags":
      return { ...field, suggestions: taxonomies.tags.map(({ name }) => name) };
    case "categories":
      return { ...field, suggestions: categoryNames(taxonomies.categories) };
    case "imageAlt":
      return { ...field, hint: "Ce que l’on voit, en quelques mots, pour qui ne voit pas l’image." };
    case "summary":
      return { ...field, hint: "Une ou deux phrases, montrées dans les listes et les moteurs de recherche." };
    case "publishAt":
      return { ...field, hint: "Vide : dès la publication." };
    case "photos":
      return { ...field, label_singular: "photo", collapsed: true, summary: "{{caption}} {{image}}" };
    case "consent":
      return collection === "people"
        ? { ...field, hint: "Sans cet accord, le portrait n’est pas montré sur le site." }
        : field;
    default:
      return field;
  }
}

function translationField(name: CollectionName): FormField {
  return {
    name: "translationOf",
    label: "Traduction de",
    widget: "translation",
    required: false,
    collection: name,
    hint: "La fiche d’origine, dans la langue principale.",
  };
}

function categoryNames(categories: Taxonomies["categories"]): string[] {
  return categories.flatMap(({ name, children }) => [name, ...categoryNames(children)]);
}

function settings({ publish }: Rights): DecapCollection {
  const first = ["menu", "name", "tagline", "description", "contact", "social", "theme"];
  const fields = formFields(siteSchema).map((field) => withCollectionLabels(field));
  const rank = ({ name }: FormField) => (first.includes(name) ? first.indexOf(name) : first.length);
  return {
    name: "settings",
    label: "Réglages",
    label_singular: "réglage",
    format: "pivert-settings",
    extension: "yaml",
    publish,
    delete: false,
    editor: { preview: false },
    files: [
      {
        name: "site",
        label: "Menu et réglages du site",
        file: "site.yaml",
        fields: [...fields].sort((a, b) => rank(a) - rank(b)),
      },
      {
        name: "taxonomies",
        label: "Mots-clés et rubriques",
        file: "taxonomies.yaml",
        fields: formFields(taxonomiesSchema),
      },
    ],
  };
}

function withCollectionLabels(field: FormField): FormField {
  if (field.name === "menu") return { ...field, label_singular: "entrée du menu" };
  if (field.name === "social") return { ...field, label_singular: "réseau" };
  if (field.name !== "collections" || !field.fields) return field;
  const fields = field.fields.map((inner) => ({
    ...inner,
    label: COLLECTIONS[inner.name as CollectionName]?.label ?? inner.name,
  }));
  return { ...field, fields };
}

function languageName(lang: string): string {
  return new Intl.DisplayNames(["fr"], { type: "language" }).of(lang) ?? lang;
}
