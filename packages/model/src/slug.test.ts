import { expect, test } from "vitest";
import { slugify } from "./slug.ts";

test.each([
  ["L’œuvre d’été", "l-oeuvre-d-ete"],
  ["Bourse aux vélos", "bourse-aux-velos"],
  ["  Ça & là !  ", "ca-la"],
  ["ÇA, C’EST L’ÆTHER", "ca-c-est-l-aether"],
  ["Compte rendu n° 12 — 2025/2026", "compte-rendu-n-12-2025-2026"],
  ["Café\u0301 cafe\u0301", "cafe-cafe"],
  ["Straße", "strasse"],
  ["ﬁn des ½ tarifs", "fin-des-1-2-tarifs"],
  ["../../etc/passwd", "etc-passwd"],
  ["<script>alert(1)</script>", "script-alert-1-script"],
  ["a\u202eb\u200bc\nd", "a-b-c-d"],
  ["-- a --- b --", "a-b"],
  ["2026", "2026"],
  ["", ""],
  ["…", ""],
  ["日本", ""],
])("%j gives %j", (title, slug) => expect(slugify(title)).toBe(slug));

test("gives only lower case letters, digits and single hyphens, and nothing more the second time", () => {
  for (let code = 0; code < 0x3000; code++) {
    const slug = slugify(`a${String.fromCharCode(code)}B`);
    expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(slugify(slug)).toBe(slug);
  }
});

test("takes a time that grows with the title's length, not its square", () => {
  const start = performance.now();
  slugify(`${"-".repeat(200_000)}a${" ".repeat(200_000)}`);
  expect(performance.now() - start).toBeLessThan(30_000);
});
