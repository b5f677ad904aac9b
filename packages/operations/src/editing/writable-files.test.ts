import { type Site, siteSchema } from "@pivert/model";
import { expect, test } from "vitest";
import { kindOf } from "./writable-files.ts";

const site: Site = siteSchema.parse({
  name: "Essai",
  url: "https://essai.example",
  theme: { name: "plain" },
  languages: ["fr", "en"],
});

test.each<[string, ReturnType<typeof kindOf>]>([
  ["posts/2026-05-02-balade.md", "entry"],
  ["pages/asso/statuts.md", "entry"],
  ["en/posts/ride.md", "entry"],
  ["media/affiche.jpg", "media"],
  ["media/2026/affiche.jpg", "media"],
  ["site.yaml", "settings"],
  ["taxonomies.yaml", "settings"],
  ["redirects.csv", "settings"],
  ["de/posts/fahrt.md", undefined],
  ["posts/sous/dossier.md", undefined],
  ["posts/balade.html", undefined],
  ["posts.md", undefined],
  ["media", undefined],
  ["media/../site.yaml", undefined],
  ["sous/site.yaml", undefined],
  [".git/config", undefined],
])("%s: %s", (path, kind) => {
  expect(kindOf(path, site)).toBe(kind);
});

test("entries are still saved while the settings cannot be read", () => {
  expect(kindOf("posts/balade.md", undefined)).toBe("entry");
  expect(kindOf("en/posts/ride.md", undefined)).toBe("entry");
  expect(kindOf("theme/index.md", undefined)).toBeUndefined();
});
