/** From the schemas of `model` to the fields of Decap's forms: labels, hints and controls come from their `meta`. */
import { metaOf } from "@pivert/model";

/** A field of a Decap form; each control adds settings of its own. */
export interface FormField {
  name: string;
  label: string;
  label_singular?: string;
  widget: string;
  required: boolean;
  hint?: string;
  pattern?: [expression: string, message: string];
  default?: unknown;
  fields?: FormField[];
  options?: { label: string; value: string }[];
  /** Texts to choose from, for the control `tags`. */
  suggestions?: string[];
  value_type?: "int" | "float";
  min?: number;
  max?: number;
  collapsed?: boolean;
  summary?: string;
  choose_url?: boolean;
  [setting: string]: unknown;
}

/** What the type of a field decides. */
type Control = Partial<FormField> & { widget: string };

type Schema = Parameters<typeof metaOf>[0];

/** The parts of zod's definitions that forms are made from: `type` tells which are there. */
interface Definition {
  type: string;
  innerType?: Schema;
  in?: Schema;
  element?: Schema;
  shape?: Record<string, Schema>;
  entries?: Record<string, string>;
  options?: Schema[];
  keyType?: Schema;
  valueType?: Schema;
  getter?: () => Schema;
  defaultValue?: unknown;
  format?: string;
  checks?: { _zod: { def: { check: string; pattern?: RegExp; value?: number; format?: string } } }[];
}

/** Labels of fields that the model leaves unnamed, because their name in YAML says it. */
const LABELS: Record<string, string> = {
  label: "Intitulé",
  name: "Nom",
  url: "Adresse web",
  address: "Adresse postale",
  phone: "Téléphone",
  email: "Adresse électronique",
};

const OPTION_LABELS: Record<string, string> = {
  serif: "de livre, à empattements",
  sans: "sans empattements",
  airy: "aérée",
  compact: "serrée",
  events: "l’agenda d’abord",
  posts: "les actualités d’abord",
  albums: "les images d’abord",
  text: "le texte seul",
  left: "à gauche du texte",
  right: "à droite du texte",
  center: "au centre",
  wide: "sur toute la largeur",
  day: "jour",
  week: "semaine",
  month: "mois",
  year: "année",
  date: "à la même date",
  weekday: "le même jour de la semaine",
};

/** Lists within lists, such as the tree of categories, are shown to this depth. */
const MAX_DEPTH = 3;

/**
 * The fields of an object's schema, in its order.
 * @param hidden names left out: their values stay in the file as they are
 */
export function formFields(schema: Schema, hidden: ReadonlySet<string> = new Set(), depth = 0): FormField[] {
  const { shape } = definition(unwrap(schema).schema);
  return Object.entries(shape ?? {}).flatMap(([name, inner]) =>
    hidden.has(name) ? [] : (formField(name, inner, depth) ?? []),
  );
}

/** The field of one schema, or `undefined` when no control can edit it. */
export function formField(name: string, schema: Schema, depth = 0): FormField | undefined {
  const meta = metaOf(schema);
  const { schema: inner, required, defaultValue } = unwrap(schema);
  const control = controlOf(inner, meta?.control, depth);
  if (!control) return undefined;
  const field: FormField = { name, label: meta?.label ?? LABELS[name] ?? name, required, ...control };
  // Decap would ask for the fields of an object that may be left out altogether, or fill them: the server checks it whole.
  if (!required && field.widget === "object" && field.fields)
    field.fields = field.fields.map(({ default: _, ...inside }) => ({ ...inside, required: false }));
  if (typeof defaultValue === "string" || typeof defaultValue === "boolean" || typeof defaultValue === "number")
    field.default = defaultValue;
  if (field.widget === "boolean") Object.assign(field, { required: false, default: field.default ?? false });
  const hint = hintOf(field, meta?.expected);
  if (hint) field.hint = hint;
  const pattern = field.widget === "string" ? patternOf(inner, meta) : undefined;
  if (pattern) field.pattern = pattern;
  return field;
}

function controlOf(schema: Schema, control: string | undefined, depth: number): Control | undefined {
  switch (control) {
    case "longtext":
      return { widget: "text" };
    case "date":
      return { widget: "datetime" };
    case "image":
    case "file":
      return { widget: control, choose_url: false };
    case "tags":
      return { widget: "tags" };
    case "colour":
      return { widget: "colour" };
    case "markdown":
      return { widget: "markdown" };
  }
  const def = definition(schema);
  switch (def.type) {
    case "string":
      return { widget: "string" };
    case "boolean":
      return { widget: "boolean" };
    case "number":
      return numberControl(def);
    case "enum":
      return {
        widget: "select",
        options: Object.values(def.entries ?? {}).map((value) => ({ label: OPTION_LABELS[value] ?? value, value })),
      };
    case "object":
      return { widget: "object", collapsed: true, fields: formFields(schema, undefined, depth + 1) };
    case "array":
      return def.element && listControl(def.element, depth);
    case "record":
      return recordControl(def, depth);
    default:
      return undefined;
  }
}

function numberControl(def: Definition): Control {
  const checks = (def.checks ?? []).map((check) => check._zod.def);
  const bound = (kind: string) => checks.find(({ check }) => check === kind)?.value;
  const whole = def.format === "safeint" || checks.some(({ format }) => format === "safeint");
  const [min, max] = [bound("greater_than"), bound("less_than")];
  return {
    widget: "number",
    value_type: whole ? "int" : "float",
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function listControl(element: Schema, depth: number): Control | undefined {
  const inner = unwrap(element).schema;
  if (definition(inner).type === "string") return { widget: "tags" };
  if (definition(inner).type !== "object" || depth >= MAX_DEPTH) return undefined;
  const fields = formFields(inner, undefined, depth + 1);
  const title = fields.find(({ widget }) => widget === "string" || widget === "image")?.name;
  return { widget: "list", collapsed: true, fields, ...(title ? { summary: `{{${title}}}` } : {}) };
}

/** A record with known keys is an object of their values; one with free keys has no form. */
function recordControl(def: Definition, depth: number): Control | undefined {
  const keys = def.keyType && definition(def.keyType).entries;
  const { valueType } = def;
  if (!keys || !valueType) return undefined;
  const fields = Object.values(keys).flatMap((key) => {
    const field = formField(key, valueType, depth + 1);
    return field ? [{ ...field, required: false }] : [];
  });
  return { widget: "object", collapsed: true, fields };
}

/** What to write, as a sentence; nothing where the control or the label already says it. */
function hintOf({ widget }: FormField, expected: string | undefined): string | undefined {
  if (!expected || ["image", "file", "datetime", "tags", "select", "colour"].includes(widget)) return undefined;
  if (/^un texte d/.test(expected) || expected === "un titre d’une ligne") return undefined;
  return `${expected.charAt(0).toUpperCase()}${expected.slice(1)}.`;
}

function patternOf(schema: Schema, meta: ReturnType<typeof metaOf>): [string, string] | undefined {
  const def = definition(schema);
  const message = `il faut ${meta?.expected ?? "une autre valeur"}`;
  if (def.format === "email") return ["^\\s*\\S+@\\S+\\.\\S+\\s*$", message];
  if (/^https:/.test(String(meta?.example ?? ""))) return ["^\\s*https?://\\S+\\s*$", message];
  const pattern = (def.checks ?? []).map((check) => check._zod.def.pattern).find((found) => found !== undefined);
  return pattern && !/[\\^]r\\n/.test(pattern.source) ? [pattern.source, message] : undefined;
}

/** The schema under `optional()`, `default()` and the like, and what they say. */
function unwrap(schema: Schema): { schema: Schema; required: boolean; defaultValue?: unknown } {
  const def = definition(schema);
  switch (def.type) {
    case "optional":
    case "nullable":
      return def.innerType ? { ...unwrap(def.innerType), required: false } : { schema, required: false };
    case "default":
    case "prefault":
      return def.innerType
        ? { ...unwrap(def.innerType), required: false, defaultValue: def.defaultValue }
        : { schema, required: false };
    case "pipe":
      return def.in ? unwrap(def.in) : { schema, required: true };
    case "lazy":
      return def.getter ? unwrap(def.getter()) : { schema, required: true };
    default:
      return { schema, required: true };
  }
}

function definition(schema: Schema): Definition {
  // zod types a definition by its class; the forms read it by its `type`.
  return schema.def as unknown as Definition;
}
