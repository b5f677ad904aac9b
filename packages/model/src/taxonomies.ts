/** `taxonomies.yaml`: tags with their groups, and the tree of categories. An entry may use a tag that is not listed. */
import * as z from "zod";
import { line, text } from "./fields.ts";

const term = z.strictObject({
  name: line(120).meta({ label: "Nom" }),
  description: text(1000).optional().meta({ label: "Description" }),
});

const tag = term.extend({ group: line(120).optional().meta({ label: "Groupe" }) });

/** A category and those below it. */
export interface Category extends z.output<typeof term> {
  children: Category[];
}

const category: z.ZodType<Category> = z.lazy(() =>
  term.extend({ children: z.array(category).max(100).default([]).meta({ label: "Sous-rubriques" }) }),
);

export const taxonomiesSchema = z.strictObject({
  tags: z.array(tag).max(5000).default([]).meta({ label: "Mots-clés" }),
  groups: z.array(term).max(200).default([]).meta({ label: "Groupes de mots-clés" }),
  categories: z.array(category).max(500).default([]).meta({ label: "Rubriques" }),
});

export type Taxonomies = z.output<typeof taxonomiesSchema>;
