/** What someone else changed in a file since an editor opened it, in words. */
import type { Conflict as ConflictAnswer } from "@pivert/cms/protocol";
import { splitFrontMatter } from "@pivert/markdown";
import { COLLECTIONS, metaOf } from "@pivert/model";
import type { Conflict } from "@pivert/repository";

/** @param base the text that the editor opened, when it is known */
export function explainConflict(conflict: Conflict, base: string | undefined): ConflictAnswer {
  const { path, theirs } = conflict;
  const data = theirs.content ?? "";
  return {
    path,
    author: theirs.author,
    date: theirs.date,
    changed: whatChanged(path, base, data),
    id: theirs.oid ?? "",
    data,
  };
}

/** The names of the fields that differ, and « le texte ». */
export function whatChanged(path: string, before: string | undefined, after: string): string[] {
  if (after === "") return ["tout : le fichier a été supprimé"];
  if (before === undefined) return ["le contenu"];
  const [old, now] = [splitFrontMatter(before, path), splitFrontMatter(after, path)];
  const [oldFields, fields] = [asRecord(old.yaml.value), asRecord(now.yaml.value)];
  const changed = [...new Set([...Object.keys(oldFields), ...Object.keys(fields)])].filter(
    (name) => JSON.stringify(oldFields[name]) !== JSON.stringify(fields[name]),
  );
  const words = changed.map((name) => `« ${labelOf(path, name)} »`);
  if (old.body.trim() !== now.body.trim()) words.push("le texte");
  return words.length > 0 ? words : ["la mise en forme"];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function labelOf(path: string, field: string): string {
  const collection = Object.entries(COLLECTIONS).find(([name]) => path.split("/").includes(name))?.[1];
  const schema = collection
    ? (collection.schema.shape as Record<string, Parameters<typeof metaOf>[0]>)[field]
    : undefined;
  return (schema && metaOf(schema)?.label) ?? field;
}
