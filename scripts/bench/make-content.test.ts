import { expect, test } from "vitest";
import { makeSite } from "./make-content.ts";

const site = makeSite({ name: "essai", articles: 40 });

test("the same site is made each time, and another name makes another one", () => {
  expect(makeSite({ name: "essai", articles: 40 })).toEqual(site);
  expect(makeSite({ name: "autre", articles: 40 }).articles[0]?.body).not.toBe(site.articles[0]?.body);
});

test("texts hold 4 to 8 KB with headings, lists, links, a table and a note", () => {
  for (const { body } of site.articles) {
    expect(Buffer.byteLength(body)).toBeGreaterThan(4000);
    expect(Buffer.byteLength(body)).toBeLessThan(8192);
    for (const part of [/^## /m, /^### /m, /^- /m, /^1\. /m, /\]\(\/actualites\//, /^\| --- /m, /^\[\^1\]: /m])
      expect(body).toMatch(part);
  }
});

test("every article has an address of its own, which all tools leave as it is", () => {
  const slugs = site.articles.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
