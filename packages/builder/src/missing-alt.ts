/** Images named in an entry's fields that have no alternative text. Those of its text are checked as it is rendered. */
import { type CollectionName, type Fields, type Problem, problem } from "@pivert/model";

/** Beside a portrait or a partner's logo stands its name, which says the same. */
const NAMED_BESIDE: ReadonlySet<CollectionName> = new Set(["people", "partners"]);

/** @param lineOf the line of the file on which a field is written */
export function findMissingAlt(
  collection: CollectionName,
  fields: Fields,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): Problem[] {
  const problems: Problem[] = [];
  const report = (path: readonly PropertyKey[], found: string) =>
    problems.push(problem("missing-alt", { file, line: lineOf(path), field: path.join("."), found }));
  if (fields.image && !fields.imageAlt && !NAMED_BESIDE.has(collection)) report(["image"], fields.image);
  if ("photos" in fields)
    for (const [index, { image, alt, caption }] of fields.photos.entries())
      if (!alt && !caption) report(["photos", index, "image"], image);
  return problems;
}
