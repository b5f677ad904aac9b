/** Addresses of the pages of tags and authors, as the builder makes them. */
import { slugify } from "@pivert/model";

const SEGMENTS = { tag: "mots-cles", author: "auteurs" } as const;

export function termPath(kind: keyof typeof SEGMENTS, name: string): string {
  return `/${SEGMENTS[kind]}/${slugify(name) || "sans-nom"}/`;
}
