/**
 * One function turns a schema error into problems: the field, what was found, what to write. Schemas say what to
 * write in their `meta({ expected })`, in French.
 */
import * as z from "zod";
import { type Problem, problem } from "./problem.ts";
import type { ParsedYaml } from "./yaml.ts";

declare module "zod" {
  interface GlobalMeta {
    /** The name of the field in forms, in French. */
    label?: string;
    /** What to write, in French: completes "il faut …". */
    expected?: string;
    /** An example of the value, for forms and for the manual. */
    example?: unknown;
    /** The form control that edits it, where the type does not tell. */
    control?: "text" | "longtext" | "date" | "image" | "file" | "markdown" | "tags" | "relation" | "colour" | "place";
  }
}

/**
 * Checks a parsed YAML value against a schema. A field left empty (`summary:` or `summary: ""`) counts as absent.
 * @returns the typed value, or `undefined` with every problem found
 */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  yaml: ParsedYaml,
  file: string,
): { value: z.output<Schema> | undefined; problems: Problem[] } {
  if (yaml.problems.length > 0) return { value: undefined, problems: yaml.problems };
  const value = withoutEmptyFields(yaml.value ?? {});
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };
  return {
    value: undefined,
    problems: result.error.issues.flatMap((issue) => issueProblems(issue, schema, { ...yaml, value }, file)),
  };
}

function withoutEmptyFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyFields);
  if (value === null || typeof value !== "object") return value;
  const written = Object.entries(value).filter(([, inner]) => inner !== null && inner !== "");
  return Object.fromEntries(written.map(([name, inner]) => [name, withoutEmptyFields(inner)]));
}

function issueProblems(issue: z.core.$ZodIssue, schema: z.ZodType, yaml: ParsedYaml, file: string): Problem[] {
  if (issue.code === "invalid_union") {
    // Of a list with one bad item, tell the item and not the whole list.
    const inside = issue.errors.flat().filter(({ path }) => path.length > 0);
    if (inside.length > 0) {
      const within = (inner: z.core.$ZodIssue) => ({ ...inner, path: [...issue.path, ...inner.path] });
      return inside.flatMap((inner) => issueProblems(within(inner), schema, yaml, file));
    }
  }
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schemaAt(schema, issue.path));
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const expected = near ? `écrivez plutôt « ${near} »` : `champs possibles : ${known.join(", ")}`;
      const path = [...issue.path, key];
      return problem("unknown-field", { file, line: yaml.lineOf(path), field: path.join("."), found: key, expected });
    });
  }
  const found = valueAt(yaml.value, issue.path);
  const field = issue.path.join(".");
  const expected = expectedAt(schema, issue.path) ?? (issue.code === "custom" ? issue.message : describeIssue(issue));
  const facts = { file, line: yaml.lineOf(issue.path), field, expected };
  if (found === undefined) return [problem("missing-field", facts)];
  return [problem("wrong-type", { ...facts, found: show(found) })];
}

const TYPE_NAMES: Record<string, string> = {
  string: "un texte",
  number: "un nombre",
  int: "un nombre entier",
  boolean: "« true » ou « false »",
  array: "une liste (une ligne par élément, précédée d’un tiret)",
  object: "des champs « nom: valeur »",
  record: "des champs « nom: valeur »",
};

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return TYPE_NAMES[issue.expected] ?? `une valeur de type ${issue.expected}`;
  if (issue.code === "invalid_value") return `l’une de ces valeurs : ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_big") return `${issue.maximum} au plus`;
  if (issue.code === "too_small") return Number(issue.minimum) === 1 ? "une valeur" : `${issue.minimum} au moins`;
  return "une autre valeur";
}

/** The most precise `expected` on the way to a field. */
function expectedAt(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const at = schemaAt(schema, path.slice(0, depth));
    const expected = at ? metaOf(at)?.expected : undefined;
    if (expected) return expected;
  }
  return undefined;
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let at: z.ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.ZodType | undefined = at && unwrap(at);
    if (!inner) return undefined;
    if (typeof step === "number" && inner instanceof z.ZodArray) at = inner.element as z.ZodType;
    else if (inner instanceof z.ZodRecord) at = inner.valueType as z.ZodType;
    else at = shapeOf(inner)?.[String(step)];
  }
  return at;
}

/** The names of an object's fields, or those that a record takes. */
function knownKeys(schema: z.ZodType | undefined): string[] {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodRecord && inner.keyType instanceof z.ZodEnum) return inner.keyType.options.map(String);
  return Object.keys(shapeOf(inner) ?? {});
}

function shapeOf(schema: z.ZodType | undefined): Record<string, z.ZodType> | undefined {
  const inner = schema && unwrap(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  const inner = unwrapOnce(schema);
  return inner ? unwrap(inner) : schema;
}

function unwrapOnce(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return schema.unwrap() as z.ZodType;
  if (schema instanceof z.ZodLazy) return schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : undefined;
}

/** The `meta` of a schema, completed with those that `optional()`, `default()` and the like wrap. */
export function metaOf(schema: z.ZodType): z.GlobalMeta | undefined {
  const inner = unwrapOnce(schema);
  const wrapped = inner && metaOf(inner);
  return wrapped ? { ...wrapped, ...schema.meta() } : schema.meta();
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path)
    at = at !== null && typeof at === "object" ? (at as Record<PropertyKey, unknown>)[step] : undefined;
  return at;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function nearest(word: string, known: string[]): string | undefined {
  const distances = known.map((name) => ({ name, distance: distance(name, word) }));
  const closest = distances.sort((a, b) => a.distance - b.distance)[0];
  return closest && closest.distance <= 2 ? closest.name : undefined;
}

/** How many letters to change, add or remove; 0 when only capitals differ, `Infinity` when they are surely too many. */
function distance(a: string, b: string): number {
  if (a.toLowerCase() === b.toLowerCase()) return 0;
  if (Math.abs(a.length - b.length) > 2 || Math.min(a.length, b.length) < 4) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? Infinity;
}
