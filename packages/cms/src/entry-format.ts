/**
 * How a file becomes the fields of a form and back. What the editor did not change is written back as it stood, letter
 * by letter; a field left empty is left out.
 */
import { isRecord } from "./protocol.ts";
import { writeField, type YamlValue } from "./write-yaml.ts";

/** The field that carries the file's own text through the form. No schema has it and it is never written. */
export const SOURCE = "__source";

export interface FileFormat {
  fromFile(text: string): Record<string, unknown>;
  toFile(data: Record<string, unknown>, order?: string[]): string;
}

/** Parses YAML to a plain value; throws when it cannot. */
export type ReadYaml = (text: string) => unknown;

export interface FormatOptions {
  readYaml: ReadYaml;
  /** Told of each text written and the file's text it was made from (`null` for a new file). */
  onWrite?: (written: string, source: string | null) => void;
}

/** Markdown with its front matter. */
export function entryFormat({ readYaml, onWrite }: FormatOptions): FileFormat {
  return {
    fromFile(text) {
      const { yaml, body } = splitEntry(text);
      return { ...readFields(yaml, readYaml), body, [SOURCE]: text };
    },
    toFile({ [SOURCE]: source, body, ...fields }, order = []) {
      const kept = typeof source === "string" ? source : null;
      const before = splitEntry(kept ?? "");
      const yaml = mergeFields(before.yaml, fields, { readYaml, order });
      const text = joinEntry(yaml, typeof body === "string" ? body : "", before);
      onWrite?.(text, kept);
      return text;
    },
  };
}

/** `site.yaml` and `taxonomies.yaml`. */
export function settingsFormat({ readYaml, onWrite }: FormatOptions): FileFormat {
  return {
    fromFile: (text) => ({ ...readFields(text, readYaml), [SOURCE]: text }),
    toFile({ [SOURCE]: source, ...fields }, order = []) {
      const kept = typeof source === "string" ? source : null;
      const text = mergeFields(kept ?? "", fields, { readYaml, order });
      onWrite?.(text, kept);
      return text;
    },
  };
}

interface EntryText {
  /** The front matter between its two lines of dashes. */
  yaml: string;
  body: string;
  /** The blank lines between the front matter and the body. */
  gap: string;
  lineEnd: string;
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)((?:[ \t]*\r?\n)*)/m;

function splitEntry(text: string): EntryText {
  const found = FRONT_MATTER.exec(text);
  if (found?.index !== 0) return { yaml: "", body: text, gap: "\n", lineEnd: "\n" };
  const [whole, yaml = "", gap = ""] = found;
  return { yaml, body: text.slice(whole.length), gap, lineEnd: whole.includes("\r\n") ? "\r\n" : "\n" };
}

function joinEntry(yaml: string, body: string, { gap, body: before, lineEnd }: EntryText): string {
  const text = body.trim() === "" ? "" : body;
  const end = text === "" || text.endsWith("\n") ? "" : lineEnd;
  const front = `---\n${yaml}---\n`.replace(/\r?\n/g, lineEnd);
  return text === "" ? front : `${front}${gap === "" && before === "" ? "\n" : gap}${text}${end}`;
}

/** The fields of a file; one that cannot be read gives none, and `toFile` then refuses to write over it. */
function readFields(yaml: string, readYaml: ReadYaml): Record<string, unknown> {
  try {
    const fields = yaml.trim() === "" ? {} : readYaml(yaml);
    return isRecord(fields) ? fields : {};
  } catch {
    // Decap would show an empty form without saying why: the title says it.
    return { title: "⚠ Fiche illisible" };
  }
}

function assertReadable(yaml: string, readYaml: ReadYaml): void {
  if (yaml.trim() === "") return;
  try {
    readYaml(yaml);
  } catch {
    throw new Error(
      "la fiche de ce contenu est mal écrite, et l’enregistrer la viderait. Rien n’est changé : demandez de l’aide à votre hébergeur.",
    );
  }
}

/** The YAML of the fields: unchanged ones keep their text and place, new ones follow in the form's order. */
function mergeFields(
  source: string,
  fields: Record<string, unknown>,
  { readYaml, order }: { readYaml: ReadYaml; order: string[] },
): string {
  assertReadable(source, readYaml);
  const before = new Map<string, { text: string; value: unknown }>();
  let head = "";
  for (const { name, text } of splitFields(source)) {
    if (name === undefined) head += text;
    else before.set(name, { text, value: fieldOf(readYaml(text), name) });
  }
  const after = new Map(
    Object.entries(fields).flatMap(([name, value]) => {
      const written = withoutEmpty(value);
      const keep = written !== undefined && (written !== false || before.has(name));
      return keep ? [[name, written] as const] : [];
    }),
  );
  const lines = [...before].map(([name, { text, value }]) => {
    const now = after.get(name);
    if (sameValue(withoutEmpty(value), now)) return endLine(text);
    return now === undefined ? commentsOf(text) : commentsOf(text) + writeField(name, now);
  });
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const added = [...after].filter(([name]) => !before.has(name)).sort(([a], [b]) => rank(a) - rank(b));
  const merged = head + lines.join("") + added.map(([name, value]) => writeField(name, value)).join("");
  // YAML has more shapes than pieces of lines can tell: what does not read back is written afresh.
  return readsBack(merged, after, readYaml)
    ? merged
    : [...after].map(([name, value]) => writeField(name, value)).join("");
}

function readsBack(yaml: string, fields: Map<string, YamlValue>, readYaml: ReadYaml): boolean {
  try {
    return sameValue(withoutEmpty(yaml.trim() === "" ? {} : readYaml(yaml)), withoutEmpty(Object.fromEntries(fields)));
  } catch {
    // Not YAML: that is the answer.
    return false;
  }
}

/** The fields of a YAML mapping as pieces of text: a key at the margin, what is indented below it, comments before it. */
function splitFields(yaml: string): { name?: string; text: string }[] {
  const pieces: { name?: string; text: string }[] = [];
  let pending = "";
  for (const line of yaml.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const key =
      /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#"'\-[{&*!|>%@`][^:#]*?|-[^\s:#][^:#]*?))[ \t]*:(?=\s|$)/.exec(
        line,
      );
    const last = pieces.at(-1);
    if (key) {
      pieces.push({ name: key[1] ?? key[2] ?? key[3] ?? "", text: pending + line });
      pending = "";
    } else if (/^#/.test(line) || (line.trim() === "" && pending !== "")) {
      pending += line;
    } else if (last) {
      last.text += pending + line;
      pending = "";
    } else {
      pending += line;
    }
  }
  const last = pieces.at(-1);
  if (pending !== "" && last) last.text += pending;
  else if (pending !== "") pieces.push({ text: pending });
  return pieces;
}

function commentsOf(text: string): string {
  return /^(?:[ \t]*(?:#[^\n]*)?\n)*/.exec(text)?.[0] ?? "";
}

function endLine(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** A value without empty texts, lists and fields, or `undefined` when nothing is left of it. */
function withoutEmpty(value: unknown): YamlValue | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutEmpty).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (!isRecord(value)) return undefined;
  const fields = Object.entries(value).flatMap(([name, inner]) => {
    const kept = withoutEmpty(inner);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}

/** Equal values; a lone text is the same as a list of one, which is how lists of names may be written. */
function sameValue(a: YamlValue | undefined, b: YamlValue | undefined): boolean {
  if (Array.isArray(a) !== Array.isArray(b)) {
    if (typeof a === "string" && Array.isArray(b)) return b.length === 1 && b[0] === a;
    return typeof b === "string" && Array.isArray(a) && a.length === 1 && a[0] === b;
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (typeof a === "object" && typeof b === "object") {
    const [left, right] = [a as Record<string, YamlValue>, b as Record<string, YamlValue>];
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].every((name) => sameValue(left[name], right[name]));
  }
  return a === b;
}
