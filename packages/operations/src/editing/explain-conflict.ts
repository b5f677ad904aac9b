/** What someone else changed in a file since an editor opened it, in words. */
import type { Conflict as ConflictAnswer } from "@pivert/cms/protocol";
import { splitFrontMatter } from "@pivert/markdown";
import { COLLECTIONS, metaOf, parseYaml, siteSchema } from "@pivert/model";
import type { Conflict } from "@pivert/repository";

/** @param base the text that the editor opened, when it is known */
export function explainConflict(conflict: Conflict, base: string | undefined): ConflictAnswer {
  const { path, theirs } = conflict;
  const data = theirs.content ?? "";
  return {
    path,
    author: theirs.author,
    date: theirs.date,
    changed: theirs.oid === null ? ["tout : le fichier a été supprimé"] : whatChanged(path, base, data),
    id: theirs.oid ?? "",
    data,
  };
}

/** The names of the fields that differ, and « le texte ». */
export function whatChanged(path: string, before: string | undefined, after: string): string[] {
  if (before === undefined) return ["le contenu"];
  const [old, now] = [readParts(before, path), readParts(after, path)];
  const changed = [...new Set([...Object.keys(old.fields), ...Object.keys(now.fields)])].filter(
    (name) => JSON.stringify(old.fields[name]) !== JSON.stringify(now.fields[name]),
  );
  const words = changed.map((name) => `« ${labelOf(path, name)} »`);
  if (old.body !== now.body) words.push("le texte");
  return words.length > 0 ? words : ["la mise en forme"];
}

function readParts(text: string, path: string): { fields: Record<string, unknown>; body: string } {
  if (path.endsWith(".yaml")) return { fields: asRecord(parseYaml(text, { file: path }).value), body: "" };
  const { yaml, body } = splitFrontMatter(text, path);
  return { fields: asRecord(yaml.value), body: body.trim() };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function labelOf(path: string, field: string): string {
  const collection = Object.entries(COLLECTIONS).find(([name]) => path.split("/").includes(name))?.[1];
  const shape: Record<string, unknown> = path === "site.yaml" ? siteSchema.shape : (collection?.schema.shape ?? {});
  const schema = Object.hasOwn(shape, field) ? (shape[field] as Parameters<typeof metaOf>[0]) : undefined;
  return (schema && metaOf(schema)?.label) ?? field;
}
